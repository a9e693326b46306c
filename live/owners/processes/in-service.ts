import { deadline } from "../../deadline.ts";
import { valueAt } from "../../gives.ts";
import { SensorFault } from "../../sensor.ts";
import { addressOf, runFor } from "./run-for.ts";
import type { InServiceQuestion, ProcessesSpec } from "./spec.ts";
import type { Entry } from "./table.ts";

/** How many tasks a replica has under way, as it says now. Undefined where it does not say, which `failed` hears of. */
export async function inServiceOf(
  entry: Entry,
  spec: ProcessesSpec,
  question: InServiceQuestion,
  signal: AbortSignal,
  failed: (fault: SensorFault) => void,
): Promise<number | undefined> {
  const limit = deadline(question.timeout, signal);
  try {
    const answer = await Promise.race([answerOf(entry, spec, question, limit.signal), limit.passed]);
    return countIn(answer, question.at);
  } catch (error) {
    failed(new SensorFault("unknown", `${entry.id}: ${(error as Error).message}`, ["processes", "inService"]));
    return undefined;
  } finally {
    limit.clear();
  }
}

async function answerOf(
  entry: Entry,
  spec: ProcessesSpec,
  { exec = [], http }: InServiceQuestion,
  signal: AbortSignal,
): Promise<string> {
  if (http !== undefined) {
    const response = await fetch(addressOf(entry, http), { signal, redirect: "manual" });
    if (!response.ok) throw new Error(`answers with ${response.status}`);
    return response.text();
  }
  const { code, out } = await runFor(entry, spec, exec, signal);
  if (code !== 0) throw new Error(`${exec[0]} ended with ${code ?? "a signal"}`);
  return out;
}

/** Anything but a whole number from 0 up is no answer. */
function countIn(answer: string, pointer: string): number {
  const found = valueAt(parsed(answer), pointer);
  if (typeof found === "number" && Number.isInteger(found) && found >= 0) return found;
  const where = pointer === "" ? "" : ` at ${pointer}`;
  throw new Error(
    `says ${JSON.stringify(answer.trim().slice(0, 60))}, expected how many tasks it has under way${where}`,
  );
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}
