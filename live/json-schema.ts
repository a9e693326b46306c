import { z } from "zod";
import { policyDefinitions, policyItems } from "../scenarios/index.ts";
import { liveFields } from "./schema.ts";

type Schema = { [key: string]: unknown };

/** JSON Schema (draft 7, which editors know) of live configurations, with the parameters of every policy in the catalogue. */
export function liveJsonSchema(): Schema {
  const schema = z.toJSONSchema(liveFields, { io: "input", target: "draft-7" }) as Schema;
  const { policy, shadow, ...properties } = schema.properties as Record<string, Schema>;
  const { anyOf } = policyItems(policy as Schema);
  return {
    ...schema,
    title: "disfun-sim live configuration",
    definitions: { ...(schema.definitions as Schema), ...policyDefinitions },
    properties: {
      ...properties,
      policy: { description: policy?.description, anyOf },
      shadow: { ...shadow, items: { anyOf } },
    },
  };
}
