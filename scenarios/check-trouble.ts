import { didYouMean } from "../policies/index.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problems.ts";
import { gpusOf, knownNames } from "./resolve.ts";
import { faultKind, type Known } from "./resolve-trouble.ts";
import type { Distribution } from "./scenario.ts";
import type { ScenarioFile } from "./schema.ts";

type FaultFile = NonNullable<ScenarioFile["faults"]>[number];
type GroupFile = ScenarioFile["groups"][string];
type Report = (where: Path, message: string) => void;

/** Faults that concern nobody, never come or never end; failures that cannot be. */
export function checkTrouble(read: ScenarioFile): Problem[] {
  const problems: Problem[] = [];
  const reportAt =
    (base: Path): Report =>
    (where, message) =>
      problems.push({ path: [...base, ...where], message });
  for (const [name, node] of Object.entries(read.nodes)) checkBackground(node, reportAt(["nodes", name, "background"]));
  for (const [name, group] of Object.entries(read.groups)) checkGroup(group, reportAt(["groups", name]));
  const known = knownNames(read);
  for (const [index, fault] of (read.faults ?? []).entries()) {
    const report = reportAt(["faults", index]);
    checkTimes(fault, read.horizon, report);
    checkNames(fault, known, report);
    checkDetails(fault, read.groups, report);
  }
  return problems;
}

function checkBackground(node: ScenarioFile["nodes"][string], report: Report): void {
  const { background } = node;
  if (background === undefined) return;
  const memories = gpusOf(node);
  const steps = Array.isArray(background) ? background : [background];
  for (const [index, { cores, memory, gpus }] of steps.entries()) {
    const at: Path = Array.isArray(background) ? [index] : [];
    const before = Array.isArray(background) ? background[index - 1] : undefined;
    const now = Array.isArray(background) ? background[index] : undefined;
    if (before !== undefined && now !== undefined && now.at <= before.at)
      report([...at, "at"], `${now.at}s is not after the entry before it, ${before.at}s`);
    if (cores > node.cores) report([...at, "cores"], `others use ${cores} cores of a node that has ${node.cores}`);
    if (memory > node.memory) report([...at, "memory"], "others use more memory than the node has");
    const listed = Array.isArray(gpus) ? gpus : memories.map(() => gpus);
    if (listed.length > memories.length)
      report([...at, "gpus"], `lists ${listed.length} GPUs of a node that has ${memories.length}`);
    else if (listed.some((gpu, gpuIndex) => gpu.memory > (memories[gpuIndex] ?? 0)))
      report([...at, "gpus"], "others use more memory than the GPU has");
  }
}

function checkGroup({ failures, health }: GroupFile, report: Report): void {
  if (failures !== undefined) {
    const sum = failures.exit + failures.hang + failures.blackHole;
    if (sum > 1) report(["failures"], `the chances of exit, hang and blackHole add up to ${sum}, more than 1`);
  }
  if (health === undefined) return;
  if (health.failure > 0 && health.delay === 0)
    report(["health", "delay"], "is missing; a check that fails is repeated after it, for example after 10s");
  const { unhealthy } = health;
  if (unhealthy !== undefined && isZero(unhealthy.every)) report(["health", "unhealthy", "every"], ALWAYS);
}

function checkTimes(fault: FaultFile, horizon: number | undefined, report: Report): void {
  if ((fault.at === undefined) === (fault.every === undefined))
    report([], "needs at: when it comes, or every: how often; one of them");
  if (fault.every !== undefined && isZero(fault.every)) report(["every"], ALWAYS);
  const at = [fault.at ?? []].flat();
  const late = at.find((time) => horizon !== undefined && time >= horizon);
  if (late !== undefined) report(["at"], `comes at ${late}s, when the run is over: its horizon is ${horizon}s`);
  const kind = faultKind(fault);
  if (fault.for !== undefined && ATONCE.includes(kind)) report(["for"], `${kind} is over at once; leave it out`);
  if (fault.for === undefined && fault.every !== undefined && !ATONCE.includes(kind))
    report(["for"], "is missing: without it the first one lasts to the end of the run; write for example 5m");
}

function checkNames(fault: FaultFile, known: Known, report: Report): void {
  const check = (what: string, all: readonly string[], name: string | undefined, path: Path) => {
    if (name !== undefined && !all.includes(name))
      report(path, `there is no ${what} "${name}"${didYouMean(name, all)}`);
  };
  const { nodeLoss, replicaCrash, brokerOutage, sensorOutage, actuator, startFailure, manualEdit, purge } = fault;
  check("node", known.nodes, nodeLoss?.node, ["nodeLoss", "node"]);
  if (nodeLoss !== undefined && known.nodes.length === 0) report(["nodeLoss"], "there is no node that could be lost");
  check("group", known.groups, replicaCrash?.group, ["replicaCrash", "group"]);
  check("group", known.groups, manualEdit?.group, ["manualEdit", "group"]);
  check("queue", known.queues, purge?.queue, ["purge", "queue"]);
  for (const [index, name] of (brokerOutage?.queues ?? []).entries())
    check("queue", known.queues, name, ["brokerOutage", "queues", index]);
  for (const [index, name] of (actuator?.groups ?? []).entries())
    check("group", known.groups, name, ["actuator", "groups", index]);
  for (const [index, name] of (startFailure?.groups ?? []).entries())
    check("group", known.groups, name, ["startFailure", "groups", index]);
  if (sensorOutage === undefined) return;
  const { of, names = [] } = sensorOutage;
  for (const [index, name] of names.entries())
    check({ nodes: "node", devices: "GPU", groups: "group" }[of], known[of], name, ["sensorOutage", "names", index]);
}

function checkDetails({ actuator, manualEdit }: FaultFile, groups: ScenarioFile["groups"], report: Report): void {
  if (actuator?.does === "slow" && actuator.delay === undefined)
    report(["actuator", "delay"], "is missing; write how late it is, for example 2m");
  if (actuator?.does === "refuse" && actuator.delay !== undefined)
    report(["actuator", "delay"], "is given, but what is refused is never done; leave it out");
  const group = manualEdit && groups[manualEdit.group];
  if (manualEdit === undefined || group === undefined) return;
  const { minimum, maximum = Number.POSITIVE_INFINITY } = group;
  if (manualEdit.desired < minimum || manualEdit.desired > maximum)
    report(["manualEdit", "desired"], `${manualEdit.desired} is not what its owner allows, ${minimum} to ${maximum}`);
}

/** Whether it would come again and again at the same instant. */
function isZero(distribution: Distribution): boolean {
  if (distribution.kind === "constant") return distribution.value === 0;
  return distribution.kind === "empirical" && distribution.values.every((value) => value === 0);
}

const ALWAYS = "is zero: it would come again at the same moment, for ever";
const ATONCE: readonly string[] = ["replicaCrash", "manualEdit", "purge"];
