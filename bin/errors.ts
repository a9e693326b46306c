import { styleText } from "node:util";
import { UsageError } from "../policies/usage-error.ts";

export const exitCodes = `Exit codes: 0 fine · 1 an expectation failed · 2 usage or scenario error · 69 service unreachable · 70 our bug
· 130 interrupted`;

/** Raised where an interrupted job stops. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** Tells on stderr what went wrong, in one line unless it is our bug, and returns the exit code. */
export function report(error: unknown): number {
  if (error instanceof Interrupted) return 130;
  const [label, message, code] = judge(error);
  process.stderr.write(`${styleText("red", label, { stream: process.stderr })} ${message}\n`);
  return code;
}

function judge(error: unknown): [label: string, message: string, exitCode: number] {
  const debug = process.env.DISFUN_DEBUG === "1" && error instanceof Error ? `\n${error.stack}` : "";
  if (error instanceof UsageError) return ["error:", error.describe() + debug, 2];
  // The option parser's complaints and suggestions come in several lines.
  if (error instanceof Error && error.name === "YError") {
    return ["error:", `${error.message.replaceAll("\n", "; ")} (see disfun-sim --help)${debug}`, 2];
  }
  const detail = error instanceof Error ? error.stack : String(error);
  return ["this is a bug in disfun-sim:", `${detail}\nPlease report it with the command and the scenario.`, 70];
}

/** A reader that went away (`disfun-sim schema | head -1`) is no error; anything nobody caught is ours. */
export function finish(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit();
      throw error;
    });
  }
  process.on("uncaughtException", (error) => process.exit(report(error)));
}
