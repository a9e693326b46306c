import { sep } from "node:path";
import { styleText } from "node:util";
import { closest } from "../policies/suggest.ts";
import { UsageError } from "../policies/usage-error.ts";

export const exitCodes = `Exit codes: 0 fine · 1 an expectation or property failed · 2 usage or scenario error · 69 service unreachable · 70 our bug
· 130 interrupted`;

/** Tells on stderr what went wrong, in one line unless it is our bug, and returns the exit code. */
export function report(error: unknown): number {
  if (error instanceof Error && error.name === "AbortError") return 130;
  const [label, message, code] = judge(error);
  process.stderr.write(`${styleText("red", label, { stream: process.stderr })} ${message}\n`);
  return code;
}

function judge(error: unknown): [label: string, message: string, exitCode: number] {
  const debug = process.env.DISFUN_DEBUG === "1" && error instanceof Error ? `\n${error.stack}` : "";
  if (error instanceof UsageError) return ["error:", shortened(error.describe()) + debug, error.exitCode];
  const detail = error instanceof Error ? error.stack : String(error);
  return ["this is a bug in disfun-sim:", `${detail}\nPlease report it with the command and the scenario.`, 70];
}

/** Files are told of as the user would type them. */
function shortened(text: string): string {
  return text.replaceAll(`${process.cwd()}${sep}`, "");
}

/** A complaint of the option parser, in one line and our words. */
export function misused(complaint: string, options: readonly string[], commands: readonly string[]): UsageError {
  const [, given] = /^Not enough non-option arguments: got (\d+)/.exec(complaint) ?? [];
  if (given !== undefined) return missing(Number(given), commands);
  const [, unknown = ""] = /^Unknown argument: (.*)$/.exec(complaint) ?? [];
  const near = closest(unknown, options);
  const message = complaint
    .replace(/^Unknown argument: .*/, `$&${near === undefined ? "" : `; did you mean --${near}?`}`)
    .replace(/^Did you mean (.*)\?$/, 'There is no such command; did you mean "$1"?')
    .replace(/^Invalid values:\s+Argument: (.*), Given: (.*), Choices: (.*)[\s\S]*/, (_, name, value, choices) => {
      return `${asTyped(name, commands)} ${value.replaceAll('"', "")}: expected one of ${choices}`;
    });
  return new UsageError(`${message} (see disfun-sim --help)`);
}

/** An option with its dashes; of an argument, the words before it. */
function asTyped(name: string, commands: readonly string[]): string {
  const isArgument = commands.some((each) => new RegExp(`[<[]${name}[.\\]>]`).test(each));
  return isArgument ? commands.map((each) => each.split(" ")[0]).join(" ") : `--${name}`;
}

/** `commands`: each as it is declared, with what it needs: `["live <config>", "scale <config> <group> <count>"]`. */
function missing(given: number, commands: readonly string[]): UsageError {
  const command = ["disfun-sim", ...commands.map((each) => each.split(" ")[0])].join(" ");
  const needs = (commands.at(-1) ?? "").split(" ").filter((word) => word.startsWith("<"));
  return new UsageError(
    `Missing ${needs.slice(given).join(" ")}: ${command} ${needs.join(" ")} (see ${command} --help)`,
  );
}

/** A reader that went away (`disfun-sim schema | head -1`) is no error; anything nobody caught is ours. */
export function catchTheRest(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit();
      throw error;
    });
  }
  process.on("uncaughtException", (error) => process.exit(report(error)));
}
