import type { Change, RunRecord } from "../run-record.ts";

/** Changes of each group, in the order of time. */
export function byGroup({ changes }: RunRecord): Map<string, Change[]> {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const own = groups.get(change.group);
    if (own === undefined) groups.set(change.group, [change]);
    else own.push(change);
  }
  return groups;
}
