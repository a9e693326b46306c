import { z } from "zod";
import { property } from "../property.ts";
import { ordinal, reasonsAt } from "../words.ts";

export const boundedChurn = property({
  name: "bounded-churn",
  summary: "Few replicas are started and let go again without having served a task.",
  parameters: z.strictObject({
    most: z.int().nonnegative().default(3).describe("So many are allowed in any case."),
    share: z.number().min(0).max(1).default(0.25).describe("And this share of all starts, fraction of 1."),
  }),
  needs: "replicas that were let go",
  judge({ replicas, ...run }, { most, share }) {
    const all = [...replicas.values()];
    const left = all.filter(({ released }) => released !== undefined);
    if (left.length === 0) return undefined;
    const vain = left.filter(({ gone, failed }) => gone?.served === 0 && failed === undefined);
    const limit = Math.max(most, Math.floor(share * all.length));
    const over = vain[limit];
    if (over === undefined) return "kept";
    const time = over.released ?? 0;
    const warming = over.ready === undefined || over.ready > time ? ", while it was still starting" : "";
    return {
      time,
      what: `it let ${over.id} go${warming}, the ${ordinal(limit + 1)} of ${all.length} replicas to go without having served`,
      because: reasonsAt({ replicas, ...run }, time, over.group),
      moments: vain.map(({ id, released = 0 }) => ({ time: released, label: `${id} in vain` })),
    };
  },
});
