import type { TraceSpec } from "../../scenarios/scenario.ts";
import { loadSpeeds } from "./speeds.ts";

/** Seconds of service of a request with so many input and output tokens. */
export type TokenTimes = (input: number, output: number) => number;

/** As the scenario says: so much for each token, or from a table of measured speeds. Undefined where it says neither. */
export async function tokenTimes(
  { perToken, speeds }: TraceSpec,
  onBytes: (bytes: number) => void,
): Promise<TokenTimes | undefined> {
  if (perToken !== undefined) return (input, output) => perToken.input * input + perToken.output * output;
  return speeds === undefined ? undefined : await loadSpeeds(speeds, onBytes);
}
