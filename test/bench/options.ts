import { didYouMean, UsageError } from "../../policies/index.ts";
import { parsed, wholeNumber } from "../command-line.ts";
import type { Bench } from "./bench.ts";
import { benches } from "./benches.ts";

export interface Options {
  readonly help: boolean;
  readonly json: boolean;
  readonly chosen: readonly Chosen[];
}

/** A bench, and how much of it. */
export interface Chosen {
  readonly bench: Bench;
  readonly tasks: number;
  readonly rounds: number;
}

/** Fewer tell of the clock, not of the bench. */
const LEAST_TASKS = 1000;

/** What `npm run bench -- …` asks for. Throws `UsageError`. */
export function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: {
      tasks: { type: "string" },
      rounds: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false, short: "h" },
    },
  });
  const names = benches.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new UsageError(`there is no bench "${unknown}"${didYouMean(unknown, names)}`);
  const tasks = values.tasks === undefined ? undefined : wholeNumber("--tasks", values.tasks, LEAST_TASKS);
  const rounds = values.rounds === undefined ? undefined : wholeNumber("--rounds", values.rounds, 1);
  const chosen = benches.filter((bench) =>
    positionals.length === 0 ? bench.tasks === undefined : positionals.includes(bench.name),
  );
  return {
    help: values.help,
    json: values.json,
    chosen: chosen.map((bench) => ({
      bench,
      tasks: tasks ?? bench.tasks ?? 10_000_000,
      rounds: rounds ?? (bench.tasks === undefined ? 5 : 1),
    })),
  };
}

export function usage(): string {
  const rows = benches.map(({ name, what, tasks }) => {
    return `  ${name.padEnd(12)}${what}${tasks === undefined ? "" : "; takes long, only by name"}\n`;
  });
  return `npm run bench -- [NAME ...] [--tasks N] [--rounds N] [--json]

How fast the simulator is, beside loops that can do less. Without a name, all but what takes long:

${rows.join("")}
  --tasks N   about so many tasks a measurement, at least ${LEAST_TASKS}: ten million, more where it takes long
  --rounds N  measured so often, the medians are told: five times, once where it takes long
  --json      JSON instead of a table
  --help      this
`;
}
