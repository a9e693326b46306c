import { opposite, type Result, type RunMeasures, unitsMet } from "../../sim/index.ts";

/** A policy of one result with what it is compared with in another. */
export interface Match {
  /** With the file, as people read it. */
  readonly policy: string;
  readonly against: string;
  readonly runs: readonly RunMeasures[];
  readonly base: readonly RunMeasures[];
  /** Runs of either that met work the other did not. */
  readonly leftOut: number;
  /** It is the policy of the same name in the first. */
  readonly sameName: boolean;
  /** The two were not run on two or more of the same seeds or windows. */
  readonly unpaired: boolean;
}

/** Each policy of the other result with that of the same name in the first, else with its baseline. */
export function matches(first: Result, other: Result, file: string, otherFile: string): Match[] {
  const [units, otherUnits] = [unitsMet(first), unitsMet(other)];
  const shared = otherUnits.filter((unit) => units.includes(unit));
  return other.policies.flatMap(({ label, runs }): Match[] => {
    const base = opposite(first, label);
    if (base === undefined) return [];
    const named = {
      policy: `${label} (${otherFile})`,
      against: `${base.label} (${file})`,
      sameName: base.label === label,
    };
    if (shared.length < 2) return [{ ...named, runs, base: base.runs, leftOut: 0, unpaired: true }];
    const paired = shared.flatMap((unit) => runs[otherUnits.indexOf(unit)] ?? []);
    const facing = shared.flatMap((unit) => base.runs[units.indexOf(unit)] ?? []);
    const leftOut = runs.length + base.runs.length - paired.length - facing.length;
    return [{ ...named, runs: paired, base: facing, leftOut, unpaired: false }];
  });
}
