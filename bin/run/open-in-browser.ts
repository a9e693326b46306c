import { spawn } from "node:child_process";

const opener: Partial<Record<NodeJS.Platform, readonly string[]>> = { darwin: ["open"], win32: ["explorer"] };

/** Shows the file with the desktop's browser; says so when there is none. */
export function openInBrowser(file: string): void {
  const [command = "xdg-open", ...rest] = opener[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...rest, file], { detached: true, stdio: "ignore" });
  child.on("error", () => process.stderr.write(`warning: found no way to open ${file} (tried ${command})\n`));
  child.unref();
}
