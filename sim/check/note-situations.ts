import type { RunRecord } from "./run-record.ts";

/** Collects what a policy has been in: the reasons it gave together with the phases its replicas were in, and what it could not see. */
export function noteSituations() {
  const situations = new Set<string>();
  const codes = new Set<string>();
  return {
    add({ steps }: RunRecord): void {
      for (const { observation, decisions } of steps) {
        const said = new Set<string>();
        for (const { because } of decisions) for (const { code } of because) said.add(code);
        const seen = new Set<string>();
        for (const { replicas } of Object.values(observation.groups)) {
          for (const { phase, inService } of replicas)
            seen.add(phase === "ready" && (inService ?? 0) > 0 ? "busy" : (phase ?? "unknown"));
        }
        for (const { waiting } of Object.values(observation.queues)) {
          seen.add(waiting === undefined ? "unseen" : waiting === 0 ? "empty" : "waiting");
        }
        for (const code of said) codes.add(code);
        situations.add(`${[...said].sort().join(" ")} | ${[...seen].sort().join(" ")}`);
      }
    },
    all: () => ({ situations: [...situations], codes: [...codes] }),
  };
}
