import type { Action, Decision, Group, Reason } from "../policy.ts";
import type { RoleParameters } from "./parameters.ts";
import { chooseLeaving, type Leaving } from "./release.ts";
import { counted, type Found, messages, type View } from "./view.ts";

/** A decision and how many checks in a row have found the queue empty after it. */
export interface Judged {
  readonly decision: Decision;
  readonly idle: number;
}

/** What differs between the roles. */
export interface Role {
  readonly parameters: RoleParameters;
  readonly idle: number;
  /** Room for up to so many more, or why there is none. */
  find(view: View, wanted: number): Found | Reason;
  /** Judged before the backlog, where the queue could be read or counts as empty. */
  first?(view: View, role: RoleParameters, group: Group, count: number): Decision | undefined;
}

/** At most one step for one role: up when more than the threshold wait, down when nothing does, else nothing. */
export function judge(view: View, role: Role): Judged {
  const { parameters, observation } = view;
  const { group: name, queue, minimum, maximum, scaleUpThreshold: threshold } = role.parameters;
  const group = observation.groups[name];
  if (group === undefined) return hold(name, [{ code: "group-not-listed", facts: {} }], role.idle);
  if (!parameters.enabled) return hold(name, [{ code: "scaling-off", facts: {} }], role.idle);
  if (maximum === 0) return hold(name, [{ code: "role-off", facts: {} }], role.idle);
  const read = messages(view, queue);
  if (read === undefined && parameters.failedRead === "hold") {
    return hold(name, [{ code: "queue-unknown", facts: { queue } }], role.idle);
  }
  const count = read ?? 0;
  const before = read === undefined ? [{ code: "queue-unknown-counts-as-empty", facts: { queue, count } }] : [];
  const first = role.first?.(view, role.parameters, group, count);
  if (first !== undefined) return { decision: first, idle: role.idle };

  const replicas = counted(group, parameters.countFailed);
  if (count > threshold) {
    const over = { code: "backlog-over-threshold", facts: { count, threshold, replicas } };
    if (replicas >= maximum) return hold(name, [over, { code: "at-maximum", facts: { count, replicas, maximum } }], 0);
    const found = role.find(view, Math.min(parameters.step, maximum - replicas));
    if ("code" in found) return hold(name, [over, found], 0);
    return { decision: started(name, group, found, [over]), idle: 0 };
  }
  if (count > 0) return hold(name, [{ code: "backlog-below-threshold", facts: { count, threshold, replicas } }], 0);
  if (replicas <= minimum)
    return hold(name, [...before, { code: "at-minimum", facts: { count, replicas, minimum } }], 0);
  const idleChecks = role.idle + 1;
  if (idleChecks < parameters.idleChecks) {
    const facts = { count, replicas, idleChecks, needed: parameters.idleChecks };
    return hold(name, [...before, { code: "queue-empty-not-long-enough", facts }], idleChecks);
  }
  const empty = { code: "queue-empty", facts: { count, replicas, idleChecks } };
  const leaving = chooseLeaving(view, role.parameters, group, Math.min(parameters.step, replicas - minimum));
  // Kept, not begun anew: the next check may release at once.
  if ("code" in leaving) return hold(name, [...before, empty, leaving], idleChecks);
  return { decision: released(name, group, leaving, after(before, empty)), idle: 0 };
}

function hold(subject: string, because: readonly Reason[], idle: number): Judged {
  return { decision: { subject, action: null, because: because as Decision["because"] }, idle };
}

/** One more for each place that was found. */
export function started(name: string, group: Group, { start, because }: Found, before: readonly Reason[]): Decision {
  const desired = group.desired + start.length;
  const places = start.some(({ place }) => place !== undefined);
  // Written out: spreads take long.
  const action: Action = places
    ? { kind: "scale", group: name, desired, start }
    : { kind: "scale", group: name, desired };
  return decision(name, action, before, because);
}

/** One fewer for each that leaves. */
export function released(
  name: string,
  group: Group,
  { release, because }: Leaving,
  before: readonly Reason[],
): Decision {
  const desired = Math.max(0, group.desired - release.length);
  return decision(name, { kind: "scale", group: name, desired, release }, before, because);
}

function decision(subject: string, action: Action, before: readonly Reason[], last: Reason): Decision {
  return { subject, action, because: after(before, last) as Decision["because"] };
}

/** Written out for the most frequent: a list that grows by spreads has room for seventeen. */
function after(before: readonly Reason[], last: Reason): readonly Reason[] {
  const [only] = before;
  if (only === undefined) return [last];
  return before.length === 1 ? [only, last] : [...before, last];
}
