import type { Group, Reason, Replica } from "../policy.ts";
import { first } from "./first.ts";
import type { RoleParameters } from "./parameters.ts";
import { gpuUtilization, isKnown, type View } from "./view.ts";

export interface Leaving {
  readonly release: readonly string[];
  readonly because: Reason;
}

/** Up to `wanted` replicas to release, or why none may go. */
export function chooseLeaving(view: View, role: RoleParameters, group: Group, wanted: number): Leaving | Reason {
  const { parameters } = view;
  const isSampler = role === parameters.sampler;
  const eligible = group.replicas.filter((replica) => mayLeave(view, role, replica));
  const [oldest] = eligible;
  if (oldest === undefined) return nobody(view, role, group);
  if (parameters.release === "idle-first") return idleFirst(eligible, wanted);
  if (parameters.release === "oldest" || !isSampler || parameters.cpuOnly) return byAge(eligible, wanted);
  return leastUsed(view, eligible, wanted);
}

function nobody(view: View, role: RoleParameters, group: Group): Reason {
  const { minimumLifetime } = role;
  const ageless = { ...role, minimumLifetime: 0 };
  const young = group.replicas.some((replica) => mayLeave(view, ageless, replica));
  return young ? { code: "all-too-young", facts: { minimumLifetime } } : { code: "none-to-release", facts: {} };
}

function mayLeave(view: View, role: RoleParameters, replica: Replica): boolean {
  if (replica.phase === "draining" || (replica.phase === "failed" && !view.parameters.countFailed)) return false;
  if (role.minimumLifetime === 0 || replica.started === undefined || !isKnown(view, replica)) return true;
  return view.observation.time - replica.started >= role.minimumLifetime;
}

function byAge(eligible: readonly Replica[], wanted: number): Leaving {
  const release = eligible.slice(0, wanted).map(({ id }) => id);
  return { release, because: { code: "releases-oldest", facts: { replica: release[0] ?? "" } } };
}

/** Idle before busy; of equals the oldest. */
function idleFirst(eligible: readonly Replica[], wanted: number): Leaving {
  const leaving = first(eligible, wanted, (a, b) => usefulness(a) - usefulness(b));
  const next = leaving[0];
  const busy = next !== undefined && usefulness(next) > usefulnessOfUnknown;
  return {
    release: leaving.map(({ id }) => id),
    because: {
      code: busy ? "releases-busy" : "releases-idle",
      facts: { replica: next?.id ?? "", phase: next?.phase ?? "unknown" },
    },
  };
}

const usefulnessOfUnknown = 4;

/** How much is lost when it leaves: nothing that fails, then who idles, then starts not yet finished, then who may be or is at work. */
function usefulness({ phase, inService }: Replica): number {
  if (phase === "failed" || phase === "unhealthy") return 0;
  if (phase === "pending") return 2;
  if (phase === "warming") return 3;
  if (inService === undefined || phase === undefined) return usefulnessOfUnknown;
  return inService === 0 ? 1 : usefulnessOfUnknown + inService;
}

/** By the utilization of their GPUs, those that cannot be read last; where none can be read, the oldest. */
function leastUsed(view: View, eligible: readonly Replica[], wanted: number): Leaving | Reason {
  const used = eligible.map((replica) => ({
    id: replica.id,
    utilization: gpuUtilization(view, replica) ?? Number.POSITIVE_INFINITY,
  }));
  const ordered = first(used, wanted, (a, b) => (a.utilization === b.utilization ? 0 : a.utilization - b.utilization));
  const least = ordered[0];
  if (least === undefined || least.utilization === Number.POSITIVE_INFINITY) return byAge(eligible, wanted);
  const facts = { replica: least.id, utilization: least.utilization };
  const { keepBusyGpu } = view.parameters;
  if (keepBusyGpu === null)
    return { release: ordered.map(({ id }) => id), because: { code: "releases-least-used-gpu", facts } };
  const idle = ordered.filter(
    ({ utilization }) => utilization <= keepBusyGpu || utilization === Number.POSITIVE_INFINITY,
  );
  if (idle.length === 0) return { code: "device-busy", facts: { ...facts, keepBusyGpu } };
  return { release: idle.map(({ id }) => id), because: { code: "releases-least-used-gpu", facts } };
}

/** A sampler that has had time enough to load its model and still leaves its GPU idle. */
export function stuckSampler(view: View, group: Group): Leaving | undefined {
  const { stuckAfter, gpu } = view.parameters;
  if (stuckAfter === null) return undefined;
  for (const replica of group.replicas) {
    if (replica.phase === "draining" || replica.phase === "failed" || replica.started === undefined) continue;
    const age = view.observation.time - replica.started;
    const utilization = gpuUtilization(view, replica);
    if (age < stuckAfter || utilization === undefined || utilization >= gpu.maximumUtilization) continue;
    return {
      release: [replica.id],
      because: { code: "sampler-stuck", facts: { replica: replica.id, age, utilization } },
    };
  }
  return undefined;
}
