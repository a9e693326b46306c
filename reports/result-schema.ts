import { z } from "zod";
import { result } from "../sim/result.ts";

/** The JSON Schema of `result.json`, with a `unit` at every number. */
export function resultJsonSchema(): object {
  return { title: "disfun-sim result, format version 1", ...z.toJSONSchema(result) };
}
