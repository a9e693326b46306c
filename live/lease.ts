import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../policies/usage-error.ts";
import { makeFolder } from "./make-folder.ts";
import { isAlive, type ProcessId, processOf } from "./process-table.ts";

export interface Lease {
  release(): void;
}

/**
 * Keeps a second runner of this machine from acting in the same folder: each leaves its claim and then looks for others, so that of two
 * at most one goes on. Claims of the dead are taken away; their names are those of no other process. Throws a `UsageError`.
 */
export function takeLease(folder: string): Lease {
  const own = processOf(process.pid);
  if (own === undefined) throw new UsageError("acting needs /proc, to tell processes apart");
  makeFolder(folder);
  const claim = join(folder, claimOf(own));
  writeFileSync(claim, "");
  const release = () => rmSync(claim, { force: true });
  const other = claims(folder).find((each) => claimOf(each) !== claimOf(own) && (isAlive(each) || drop(folder, each)));
  if (other === undefined) return { release };
  release();
  throw new UsageError(`the runner with process ${other.pid} acts here already; end it first`, { file: folder });
}

/** Who acts in this folder now. */
export function leaseHolder(folder: string): ProcessId | undefined {
  return claims(folder).find(isAlive);
}

function claimOf({ pid, begun }: ProcessId): string {
  return `lease.${pid}.${begun}`;
}

function claims(folder: string): ProcessId[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const [, pid, begun] = /^lease\.(\d+)\.(\d+)$/.exec(name) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), begun: Number(begun) }];
  });
}

function drop(folder: string, dead: ProcessId): false {
  rmSync(join(folder, claimOf(dead)), { force: true });
  return false;
}
