import type { Cache, Decision, Observation } from "../policy.ts";
import type { Parameters } from "./parameters.ts";

type Rules = NonNullable<Parameters["caches"]>;

/** Entries live longer where too few lookups hit, and shorter, to free memory, where very many do. One step for each cache. */
export function tuneCaches(rules: Rules, { caches }: Observation): Decision[] {
  return Object.entries(caches).map(([name, cache]) => judged(rules, name, cache));
}

function judged(rules: Rules, name: string, cache: Cache): Decision {
  const { timeToLive, lookups } = cache;
  const say = (code: string, facts = {}): Decision => ({ subject: name, action: null, because: [{ code, facts }] });
  if (rules.exempt.includes(name)) return say("cache-exempt", { timeToLive });
  const ratio = hitRatio(cache);
  if (lookups === undefined || ratio === undefined) return say("cache-unknown");
  if (lookups < rules.minimumLookups) return say("few-lookups", { lookups, minimum: rules.minimumLookups });
  const next = (code: string, wanted: number): Decision => {
    const facts = { hitRatio: ratio, timeToLive, wanted };
    if (wanted === timeToLive) return say("time-to-live-at-bound", facts);
    return { subject: name, action: { kind: "retain", cache: name, timeToLive: wanted }, because: [{ code, facts }] };
  };
  if (ratio < rules.low) return next("few-hits", longer(rules, name, timeToLive));
  if (ratio > rules.high && timeToLive > rules.shrinkAbove) return next("many-hits", shorter(rules, timeToLive));
  return say("hits-as-wanted", { hitRatio: ratio, timeToLive });
}

/** What it was set to by hand beyond the cap stays. */
function longer({ grow, maximum }: Rules, name: string, timeToLive: number): number {
  const cap = Object.hasOwn(maximum, name) ? (maximum[name] ?? 0) : Number.POSITIVE_INFINITY;
  return Math.max(timeToLive, Math.min(cap, Math.floor(timeToLive * grow)));
}

function shorter({ shrink, minimum }: Rules, timeToLive: number): number {
  return Math.min(timeToLive, Math.max(minimum, Math.floor(timeToLive * shrink)));
}

/** Without lookups nothing hits; `minimumLookups` says whether that counts. Undefined where a reading is missing. */
export function hitRatio({ hits, lookups }: Cache): number | undefined {
  if (hits === undefined || lookups === undefined) return undefined;
  return lookups === 0 ? 0 : hits / lookups;
}
