import { basename, dirname, resolve } from "node:path";
import type { Scenario } from "../../scenarios/index.ts";
import { type Asked, explained, type Property, properties, runOf, unfit } from "../../sim/check/index.ts";
import type { Traces } from "../../sim/index.ts";
import { type Head, headOf, situationOf } from "./counterexample-file.ts";
import { importProperty, subjectOf } from "./plan.ts";

/** What the property of a counterexample says of a policy now. */
export interface Judged {
  readonly label: string;
  readonly property: string;
  readonly outcome: "held" | "violated" | "not applicable";
  readonly words: string;
}

/** Of a counterexample that `check` wrote: its property judged again, for each policy that it is run with; else nothing. */
export async function judgedAgain(file: string, scenario: Scenario, traces: Traces): Promise<Judged[]> {
  const head = headOf(dirname(file), basename(file));
  if (head === undefined) return [];
  const property = await propertyOf(head, dirname(file));
  if (property === undefined) return [];
  const asked: Asked = { property, parameters: property.parameters.parse(head.parameters) };
  return Promise.all(
    scenario.policies.map(async (policy): Promise<Judged> => {
      const about = { label: policy.label, property: property.name };
      const subject = await subjectOf(policy);
      const why = unfit(asked, subject);
      if (why !== undefined) return { ...about, outcome: "not applicable", words: why };
      const situation = situationOf(head, { ...scenario, policies: [policy] }, traces);
      const judgment = property.judge(runOf(subject, situation), asked.parameters);
      if (judgment === undefined) return { ...about, outcome: "not applicable", words: `not ${property.needs}` };
      if (judgment === "kept") return { ...about, outcome: "held", words: property.summary };
      return { ...about, outcome: "violated", words: explained(judgment) };
    }),
  );
}

async function propertyOf({ property, file }: Head, folder: string): Promise<Property | undefined> {
  if (file !== undefined) return importProperty(resolve(folder, file));
  return properties.find(({ name }) => name === property);
}
