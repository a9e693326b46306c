import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** How a program of ours ends, run from its source with these arguments. */
export function ended(program: URL, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", fileURLToPath(program), ...args], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}
