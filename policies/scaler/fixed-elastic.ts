import type { Decision } from "../policy.ts";
import { hold, reason, start } from "./act.ts";
import type { Adapter } from "./snapshot.ts";
import { callOf, shutLeastQueued, startWithin, type View } from "./vanilla.ts";

/**
 * A primary adapter, the one with a maximum of exactly one group, is started once when work first calls for it and never shut down;
 * every other adapter scales like vanilla. Scaler's `scaling=fixed_elastic` (simple_policy/scaling/fixed_elastic.py). Whether the
 * primary has been asked for is one flag for all adapters, set whatever becomes of the start.
 */
export function fixedElastic(
  view: View,
  adapter: Adapter,
  primaryAsked: boolean,
): { readonly decision: Decision; readonly primaryAsked: boolean } {
  const isPrimary = adapter.maximum === 1;
  const call = callOf(view, adapter);
  const done = (decision: Decision) => ({ decision, primaryAsked });
  if (call.for === "nothing") return done(hold(adapter, [call.because]));
  if (!isPrimary) {
    const elastic = call.for === "start" ? startWithin : shutLeastQueued.bind(undefined, view);
    return done(elastic(adapter, call.because));
  }
  if (call.for === "shutdown") return done(hold(adapter, [call.because, reason("primary-stays", {})]));
  const groups = adapter.groups.length;
  const once = view.parameters.primary === "once";
  if (once ? primaryAsked : groups > 0) {
    return done(hold(adapter, [call.because, reason("primary-has-been-started", { groups })]));
  }
  const because = [call.because, reason("starts-primary", { groups })];
  return { decision: start(adapter, because), primaryAsked: true };
}
