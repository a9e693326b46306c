import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Bench } from "./bench.ts";
import { benches } from "./benches.ts";
import { type Figures, measure } from "./measure.ts";

/**
 * `npm run bench`: how fast the simulator is, beside loops that can do less. `npm run bench -- mm100 hold100` measures those only,
 * `--tasks 1000000` fewer tasks, `--rounds 9` more often; `--json` prints JSON. `billion`, `memory` and `threads` take a minute or more,
 * so they are only run by name.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tasks: { type: "string" },
    rounds: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  process.stderr.write(`No bench ${unknown.join(", ")}; there are ${benches.map(({ name }) => name).join(", ")}.\n`);
  process.exit(2);
}
const chosen = benches.filter(({ name, tasks }) =>
  positionals.length === 0 ? tasks === undefined : positionals.includes(name),
);

const figures = chosen.flatMap((bench, index) => {
  process.stderr.write(`${bench.what} ...\n`);
  const measured = measure(bench, roundsOf(bench), tasksOf(bench));
  // At once: who waits for minutes sees what there is, also if one fails in the end.
  if (!values.json) process.stdout.write(`${index === 0 ? head() : ""}${measured.map(row).join("")}`);
  return measured;
});
if (values.json) process.stdout.write(`${JSON.stringify({ ...machine(), figures }, null, 2)}\n`);

function tasksOf(bench: Bench): number {
  return Number(values.tasks ?? bench.tasks ?? 10_000_000);
}

function roundsOf(bench: Bench): number {
  return Number(values.rounds ?? (bench.tasks === undefined ? 5 : 1));
}

function machine() {
  return { node: process.version, cpu: cpus()[0]?.model ?? "unknown" };
}

function head(): string {
  const { node, cpu } = machine();
  const [tasks, rounds] = [tasksOf, roundsOf].map((of) =>
    [...new Set(chosen.map(of))].map((each) => each.toLocaleString("en")).join(" or "),
  );
  return `Node ${node}, ${cpu}; ${tasks} tasks, medians of ${rounds} interleaved rounds.

| what | who | figure | ratio | peak memory |
|---|---|--:|--:|--:|
`;
}

function row({ what, contender, figure, unit, ratio, memory }: Figures): string {
  const size = `${Math.round(memory / 2 ** 20)} MiB`;
  return `| ${what} | ${contender} | ${figure.toPrecision(3)} ${unit} | ${ratio.toFixed(2)} | ${size} |\n`;
}
