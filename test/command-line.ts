import { type ParseArgsConfig, parseArgs } from "node:util";
import { report } from "../bin/errors.ts";
import { didYouMean, UsageError } from "../policies/index.ts";

/** The arguments of a program of ours; where they are wrong it ends with a line that says so, and with 2. */
export function orEnd<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    process.exit(report(error));
  }
}

/** `parseArgs`, whose complaints take up to three lines. */
export function parsed<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (!code.startsWith("ERR_PARSE_ARGS_")) throw error;
    throw new UsageError(complaint(message, Object.keys(config.options ?? {})));
  }
}

function complaint(message: string, names: readonly string[]): string {
  const [, unknown] = /^Unknown option '(.*?)'/.exec(message) ?? [];
  if (unknown !== undefined) {
    const known = names.map((name) => `--${name}`);
    return `unknown option ${unknown}${didYouMean(unknown, known)}`;
  }
  const [, empty] = /^Option '(--\S+?)(?: <value>)?' argument (?:missing|is ambiguous)/.exec(message) ?? [];
  return empty === undefined ? message : `${empty} needs a value, and none begins with a dash`;
}

/** `what`: as the user typed it, an option or the words before. */
export function wholeNumber(what: string, written: string, least: number): number {
  const value = Number(written);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`${what} ${written}: expected a whole number, ${least} or more`);
}
