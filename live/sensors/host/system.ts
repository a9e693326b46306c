import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the kernel tells about itself. */
export interface System {
  readonly proc: string;
  readonly cgroup: string;
}

export const system: System = { proc: "/proc", cgroup: "/sys/fs/cgroup" };

/** A file of the kernel; undefined where this kernel or container has none. They lie in memory, so nobody waits for a disk. */
export function kernelFile(...path: readonly string[]): string | undefined {
  try {
    return readFileSync(join(...path), "utf8");
  } catch {
    return undefined;
  }
}

/** All numbers of a file, in its order. */
export function numbersIn(...path: readonly string[]): number[] | undefined {
  const text = kernelFile(...path);
  return text?.match(/\d+(\.\d+)?/g)?.map(Number);
}

/**
 * A file of each cgroup that holds this process, the innermost first: version 2, or the controller's own tree of version 1. Every one of
 * them limits. A container usually sees its own cgroup as the root.
 */
export function cgroupFiles({ proc, cgroup }: System, controller: string, file: string, file1: string): string[] {
  const lines = (kernelFile(proc, "self", "cgroup") ?? "").trim().split("\n");
  const unified = lines.find((line) => line.startsWith("0::"))?.slice(3);
  const own = lines.find((line) => line.split(":")[1]?.split(",").includes(controller))?.split(":")[2];
  const folders =
    own === undefined
      ? ancestors(unified ?? "/").map((path) => join(cgroup, path, file))
      : ancestors(own).map((path) => join(cgroup, controller, path, file1));
  return folders.flatMap((path) => kernelFile(path) ?? []);
}

/** `/a/b`, `/a`, `/`. */
function ancestors(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return [...parts.keys(), parts.length].reverse().map((length) => `/${parts.slice(0, length).join("/")}`);
}
