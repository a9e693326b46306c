import { fc } from "@fast-check/vitest";
import type { Observation, Policy } from "../../../policies/policy.ts";

type Memory = { readonly row: number; readonly since: number | null };

/** A row is over when it is so old; a little less than 20 s, so that it makes no difference how many digits the time has. */
const ROW = 19.5;

/**
 * Asks for counts from a table, row after row, whatever it sees. A row lasts some time and not some decisions: who changes his mind
 * whenever he is asked, and is asked whenever something changes, starts more and more without end.
 */
export const policy: fc.Arbitrary<Policy> = fc
  .array(fc.record({ left: fc.integer({ min: 0, max: 6 }), right: fc.integer({ min: 0, max: 6 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((table) => ({
    name: "table",
    version: 1,
    parameters: { table },
    begin: (): Memory => ({ row: 0, since: null }),
    decide: (observation: Observation, { row: before, since }: Memory) => {
      const isOver = since !== null && observation.time - since >= ROW;
      const row = isOver ? before + 1 : before;
      const wanted = table[row % table.length] ?? { left: 0, right: 0 };
      return {
        decisions: Object.entries(observation.groups).map(([name, { offers }]) => ({
          subject: name,
          action: {
            kind: "scale",
            group: name,
            desired: name === "left" ? wanted.left : wanted.right,
            // Adapters that heed it start one in two without.
            ...(offers && { start: [{ offers }, { offers: {} }] }),
          },
          because: [{ code: "table", facts: {} }] as const,
        })),
        memory: { row, since: isOver ? observation.time : (since ?? observation.time) },
      };
    },
  }));
