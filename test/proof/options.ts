import { closest, UsageError } from "../../policies/index.ts";
import { parsed, wholeNumber } from "../command-line.ts";
import type { Model } from "../sim/models.ts";
import { models } from "./rows.ts";

/** What `npm run proof -- …` asks for. */
export type Asked =
  | { readonly kind: "help"; readonly usage: string }
  | { readonly kind: "live"; readonly repetitions: number; readonly atATime: number }
  | { readonly kind: "faults" }
  | Rows;

/** Some rows of the table, or all of them and the faults. */
export interface Rows {
  readonly kind: "rows";
  /** With their numbers. */
  readonly chosen: readonly [number, Model][];
  readonly stopping: boolean;
  readonly published: boolean;
  readonly faults: boolean;
}

/** Throws `UsageError`: a word that selects nothing would look like a proof that was passed. */
export function askedFor(args: readonly string[]): Asked {
  const { values, positionals } = parsed({
    args,
    allowPositionals: true,
    options: { help: { type: "boolean", default: false, short: "h" } },
  });
  const [word = "", ...more] = positionals;
  if (values.help) return { kind: "help", usage: word === "live" ? liveUsage : usage };
  if (word === "live") return live(more);
  if (more.length > 0) throw new UsageError(`one word selects rows, and there is "${more.join(" ")}" after "${word}"`);
  return word === "faults" ? { kind: "faults" } : rowsWith(word);
}

function live([repetitions = "10", atATime = "2", ...more]: readonly string[]): Asked {
  if (more.length > 0) throw new UsageError(`live takes two numbers, and there is "${more.join(" ")}" after them`);
  return {
    kind: "live",
    repetitions: wholeNumber("live", repetitions, 1),
    atATime: wholeNumber(`live ${repetitions}`, atATime, 1),
  };
}

function rowsWith(word: string): Rows {
  const chosen = [...models.entries()].filter(([, { name }]) => name.includes(word));
  const [stopping, published] = [STOPPING.includes(word), PUBLISHED.includes(word)];
  if (chosen.length > 0 || stopping || published) {
    return { kind: "rows", chosen, stopping, published, faults: word === "" };
  }
  const near = closest(word, [...new Set(rowNames.flatMap((name) => name.split(/,? /))), ...OTHERS]);
  const hint = near === undefined ? `there are ${[...families, ...OTHERS].join(", ")}` : `did you mean "${near}"?`;
  throw new UsageError(`no row has "${word}" in its name; ${hint}`);
}

const STOPPING = "stopping rule";
const PUBLISHED = "SimFaaS";
const OTHERS = ["faults", "live"];
const rowNames = [...models.map(({ name }) => name), STOPPING];
/** Names without what tells them apart: one line has room for these. */
const families = [...new Set(rowNames.map((name) => name.replace(/( at |, ).*/, "")))];

const usage = `npm run proof -- [WORD]

Checks the simulator against what is known exactly, some four hours on two cores; exits 1 if something does not hold.

  WORD    only rows with it in their name, and the others stay as they are; there are
${families.map((family) => `            ${family}\n`).join("")}
  faults  what goes wrong around a live runner, some ten minutes
  live    a live runner on a real RabbitMQ, some quarter of an hour: npm run proof -- live --help
  --help  this

Rows are written to test/proof/TABLE.md as they come, faults to test/proof/FAULTS.md.
`;

const liveUsage = `npm run proof -- live [REPETITIONS] [AT A TIME]

Has a runner scale scenarios/live/example on a real RabbitMQ, ten times, two at a time, three minutes each, and tells how near its
simulation comes; exits 1 where it does not come near enough. Ten or more are the proof: they are noted in README.md.
`;
