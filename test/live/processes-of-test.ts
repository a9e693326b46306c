import { rmSync } from "node:fs";
import { processesWith } from "../../live/process-table.ts";

/** Ends what still runs with `HOME_OF_TEST` set to one of these folders, and removes them all. */
export function clear(folders: string[]): void {
  for (const folder of folders.splice(0)) {
    for (const { pid } of processesWith(`HOME_OF_TEST=${folder}`)) kill(pid);
    rmSync(folder, { recursive: true, force: true });
  }
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
