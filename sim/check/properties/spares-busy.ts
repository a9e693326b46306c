import { z } from "zod";
import { property } from "../property.ts";
import type { Release } from "../run-record.ts";
import { cutShort } from "./cut-short.ts";

export const sparesBusy = property({
  name: "spares-busy",
  summary: "It kills no replica that is at work while another of its group has nothing to do.",
  parameters: z.strictObject({}),
  needs: "a scale-down while a replica has nothing to do",
  judge(run) {
    const isChoice = ({ replicas, idleKept }: Release) => idleKept > 0 || replicas.some(({ tasks }) => tasks === 0);
    if (!run.releases.some(isChoice)) return undefined;
    return cutShort(run, ({ idleKept }) => idleKept > 0) ?? "kept";
  },
});
