import type { Capabilities, Decision, Reason } from "../policy.ts";
import type { Adapter } from "./snapshot.ts";

type Reasons = readonly Reason[];

export function reason(code: string, facts: Reason["facts"]): Reason {
  return { code, facts };
}

/** No command. There must be a reason. */
export function hold({ name }: Adapter, because: Reasons): Decision {
  return { subject: name, action: null, because: because as Decision["because"] };
}

/** One StartWorkerGroup for each entry; with capabilities where the rule sends some. */
export function start(adapter: Adapter, because: Reasons, offers?: readonly Capabilities[]): Decision {
  const { name, desired } = adapter;
  const carried = offers === undefined ? {} : { start: offers.map((each) => ({ offers: each })) };
  const action = { kind: "scale", group: name, desired: desired + (offers?.length ?? 1), ...carried } as const;
  return { ...hold(adapter, because), action };
}

/** One ShutdownWorkerGroup for each id. */
export function shutDown(adapter: Adapter, because: Reasons, release: readonly string[]): Decision {
  const { name, desired } = adapter;
  const action = { kind: "scale", group: name, desired: Math.max(0, desired - release.length), release } as const;
  return { ...hold(adapter, because), action };
}
