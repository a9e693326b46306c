import type { DecisionEntry, PolicyResult, Result, RunMeasures } from "../sim/result.ts";
import { formatDuration, formatMoney, formatNumber } from "./format.ts";
import { type GroupFacts, type ScenarioFacts, scenarioFacts } from "./scenario-facts.ts";

/** What looks wrong in the runs of a policy, or alike in those of several, with the number that shows it, and what to change. */
export interface Hint {
  /** Positions of the policies in the result. */
  readonly policies: readonly number[];
  readonly symptom: string;
  readonly remedy: string;
}

/**
 * What is worth a look, by the table of troubles in the auto-scaler's documentation: a count that goes up and down, replicas that
 * idle, work that is late, a scaler that does nothing. Of a fixed count nothing is said, nor of what the runs do not show.
 */
export function hintsOf(result: Result): Hint[] {
  const facts = scenarioFacts(result);
  const { ofEach = [{ labels: result.policies.map(({ label }) => label), bestStatic: result.bestStatic }] } = result;
  const all = result.policies.flatMap((policy, index) => {
    if (policy.runs.length === 0 || isFixed(policy)) return [];
    const changes = ofGroups(policy, (group) => group.scaleUps + group.scaleDowns);
    const enough = ofEach.find(({ labels }) => labels.includes(policy.label))?.bestStatic?.counts ?? {};
    const seen: Seen = { policy, facts, changes, late: lateShare(policy, facts.objective), enough };
    const found = changes === 0 ? [inert(seen)] : [restless(seen) ?? idle(seen), late(seen)];
    return found.filter((hint) => hint !== undefined).map((hint) => ({ ...hint, index }));
  });
  const alike = new Map<string, Told & { policies: number[] }>();
  for (const { symptom, remedy, index } of all) {
    const same = JSON.stringify([symptom, remedy]);
    const known = alike.get(same);
    if (known === undefined) alike.set(same, { policies: [index], symptom, remedy });
    else known.policies.push(index);
  }
  return [...alike.values()];
}

/** The policies it is about, and what it says. */
export function hintWords({ policies }: Result, { policies: whose, symptom, remedy }: Hint): string {
  return `${whose.map((index) => policies[index]?.label).join(", ")}: ${symptom}: ${remedy}`;
}

type Told = Omit<Hint, "policies">;

/** Of all groups and queues together, means a run. */
interface Seen {
  readonly policy: PolicyResult;
  readonly facts: ScenarioFacts;
  /** Of desired counts. */
  readonly changes: number;
  /** Share of tasks that waited longer than the objective, or at all where there is none. */
  readonly late: number;
  /** Fixed counts that keep the objective, where they were looked for. */
  readonly enough: Readonly<Record<string, number>>;
}

/** Starts in vain cost as much as useful ones; a count that turns at once had no reason to change. */
function restless({ policy, changes }: Seen): Told | undefined {
  const patience = namesIn(policy.parameters, ["cooldown", "idleFor", "idleChecks"]);
  const remedy = `${patience === undefined ? "wrap it in cooled or stabilized" : `raise its ${patience}`}, or start later`;
  const starts = ofGroups(policy, (group) => group.starts);
  const vain = ofGroups(policy, (group) => group.neverServed + group.cancelled);
  if (starts >= 5 && vain >= 0.2 * starts) {
    return { symptom: `${percent(vain / starts)} of ${formatNumber(starts)} starts a run never served a task`, remedy };
  }
  const turns = ofGroups(policy, (group) => group.reversals);
  const apart = mean(policy.runs, ({ duration }) => duration) / turns;
  if (changes < 10 || turns < changes / 2 || apart > 900) return undefined;
  const symptom = `its desired counts turned around every ${formatDuration(apart)}, with ${percent(turns / changes)} of all changes`;
  return { symptom, remedy };
}

/** Only where work is served in time: else fewer replicas are no advice. */
function idle({ policy, late }: Seen): Told | undefined {
  const open = ofGroups(policy, ({ meanReplicas: of }) => of.ready + of.draining + (of.unhealthy ?? 0));
  const busy = ofGroups(policy, ({ meanReplicas }) => meanReplicas.busy);
  if (open === 0 || busy > open / 2 || late > 0.05) return undefined;
  const eagerness = namesIn(policy.parameters, ["scaleUpThreshold"]);
  return {
    symptom: `replicas idled ${percent(1 - busy / open)} of the time they were ready${moneyOf(policy)}`,
    remedy: `lower the minimum or the maximum, or ${eagerness === undefined ? "start later" : `raise its ${eagerness}`}`,
  };
}

/** Without an objective nobody can say what is late. */
function late({ policy, facts: { objective, groups }, late, enough }: Seen): Told | undefined {
  if (objective === undefined || late < 0.1) return undefined;
  const queue = latestQueue(policy);
  const serving = groups.filter(
    ({ serves, name, maximum }) => serves.includes(queue) && (enough[name] ?? maximum) >= maximum,
  );
  const full = serving.filter((group) => wasFull(group, queue, policy)).map(({ name }) => name);
  const where = Object.keys(policy.runs[0]?.queues ?? {}).length < 2 ? "" : `, most of them in ${queue}`;
  const haste = namesIn(policy.parameters, ["scaleDownThreshold"]);
  return {
    symptom: `${percent(late)} of tasks waited longer than ${formatDuration(objective)}${where}`,
    remedy:
      full.length > 0
        ? `give ${full.join(" and ")} more room than its maximum, at which work waited (more GPUs too, where these are full), or have more ready before work comes`
        : `keep more ready by a higher minimum or ${haste === undefined ? "shrinking later" : `a lower ${haste}`}, or start sooner and more at a time, or see who gets the work`,
  };
}

function inert({ policy, facts: { objective }, late }: Seen): Told | undefined {
  if (late < (objective === undefined ? 0.5 : 0.1)) return undefined;
  const waited = objective === undefined ? "had to wait" : `waited longer than ${formatDuration(objective)}`;
  return {
    symptom: `no desired count ever changed${mostSaid(policy.detail.decisions)}, although ${percent(late)} of tasks ${waited}`,
    remedy: "check that its readings arrive, then its thresholds and how long it holds still",
  };
}

/** Whether it never scales by its nature. */
export function isFixed({ policy, parameters }: PolicyResult): boolean {
  return policy === "static" && namesIn(parameters, ["wrap"]) === undefined;
}

function lateShare({ runs }: PolicyResult, objective: number | undefined): number {
  const arrived = mean(runs, ({ tasks }) => tasks.arrived);
  const late = mean(runs, ({ tasks }) => (objective === undefined ? tasks.waitedAtAll : missed(tasks)));
  return arrived === 0 ? 0 : late / arrived;
}

function latestQueue({ runs }: PolicyResult): string {
  const names = Object.keys(runs[0]?.queues ?? {});
  const lateIn = (name: string) => mean(runs, ({ queues }) => (queues[name] === undefined ? 0 : missed(queues[name])));
  return names.reduce((worst, name) => (lateIn(name) > lateIn(worst) ? name : worst), names[0] ?? "");
}

function missed({ arrived, attainment = 1 }: RunMeasures["tasks"]): number {
  return arrived * (1 - attainment);
}

/**
 * Whether most of the waiting, in task-seconds of the run that is shown in detail, was while the group had all it may. One that still
 * warms up shows that it came late, not that there is no room.
 */
function wasFull({ name, minimum, maximum }: GroupFacts, queue: string, { detail }: PolicyResult): boolean {
  const column = (of: string) => detail.series.columns[of]?.values ?? [];
  const [desired, warming] = [column(`group/${name}/desired`), column(`group/${name}/warming`)];
  let [all, atMaximum] = [0, 0];
  for (const [bin, waiting] of column(`queue/${queue}/waiting`).entries()) {
    all += waiting ?? 0;
    if ((desired[bin] ?? 0) - (warming[bin] ?? 0) >= 0.9 * maximum) atMaximum += waiting ?? 0;
  }
  return minimum < maximum && atMaximum > all / 2;
}

function moneyOf({ runs }: PolicyResult): string {
  if (runs.some(({ cost }) => cost?.idle === undefined)) return "";
  const [idle, total] = [mean(runs, ({ cost }) => cost?.idle ?? 0), mean(runs, ({ cost }) => cost?.total ?? 0)];
  return `, $${formatMoney(idle)} of $${formatMoney(total)}`;
}

/** The reason given most often, as far as the page has them. */
function mostSaid(decisions: readonly DecisionEntry[]): string {
  const times = new Map<string, number>();
  for (const { because, repeats } of decisions) {
    const code = because[0]?.code ?? "";
    times.set(code, (times.get(code) ?? 0) + repeats);
  }
  const [most] = [...times].sort(([, one], [, other]) => other - one);
  return most === undefined ? "" : ` (${formatNumber(most[1])} times for ${most[0]})`;
}

/** Those of the names that parameters have, at any depth. */
function namesIn(parameters: unknown, wanted: readonly string[]): string | undefined {
  const found = wanted.filter((name) => has(parameters, name));
  return found.length === 0 ? undefined : found.join(" or ");
}

function has(value: unknown, name: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key === name || has(inner, name));
}

function ofGroups({ runs }: PolicyResult, of: (group: RunMeasures["groups"][string]) => number): number {
  return mean(runs, ({ groups }) => Object.values(groups).reduce((sum, group) => sum + of(group), 0));
}

function mean(runs: readonly RunMeasures[], of: (run: RunMeasures) => number): number {
  return runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
