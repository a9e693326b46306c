import { z } from "zod";
import { property } from "../property.ts";
import { reasonsAt } from "../words.ts";

export const startsFit = property({
  name: "starts-fit",
  summary: "It starts no replica for which there is no room.",
  parameters: z.strictObject({}),
  needs: "nodes, and a replica started by the policy",
  judge(run) {
    if (run.scenario.nodes.length === 0) return undefined;
    const more = run.changes.filter(({ from, to }) => to > from);
    const asked = new Set(more.map(({ time, group }) => `${group} ${time}`));
    const starts = [...run.replicas.values()].filter(({ group, started }) => asked.has(`${group} ${started}`));
    if (starts.length === 0) return undefined;
    const stuck = starts.find(({ fits }) => !fits);
    if (stuck === undefined) return "kept";
    const { started: time, id, group } = stuck;
    return {
      time,
      what: `it started ${id}, for which no node had room`,
      because: reasonsAt(run, time, group),
      moments: [{ time, label: `${id} does not fit` }],
    };
  },
});
