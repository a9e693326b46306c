import { cpus } from "node:os";
import { orEnd } from "../command-line.ts";
import { type Figures, measure } from "./measure.ts";
import { optionsOf, usage } from "./options.ts";

/**
 * `npm run bench`: how fast the simulator is, beside loops that can do less. `npm run bench -- mm100 hold100` measures those only,
 * `--tasks 1000000` fewer tasks, `--rounds 9` more often; `--json` prints JSON, and `--help` which there are. `billion`, `memory` and
 * `threads` take a minute or more, so they are only run by name.
 */
const { help, json, chosen } = orEnd(() => optionsOf(process.argv.slice(2)));
if (help) process.stdout.write(usage());
else measureAll();

function measureAll(): void {
  const figures = chosen.flatMap(({ bench, tasks, rounds }, index) => {
    process.stderr.write(`${bench.what} ...\n`);
    const measured = measure(bench, rounds, tasks);
    // At once: who waits for minutes sees what there is, also if one fails in the end.
    if (!json) process.stdout.write(`${index === 0 ? head() : ""}${measured.map(row).join("")}`);
    return measured;
  });
  if (json) process.stdout.write(`${JSON.stringify({ ...machine(), figures }, null, 2)}\n`);
}

function machine() {
  return { node: process.version, cpu: cpus()[0]?.model ?? "unknown" };
}

function head(): string {
  const { node, cpu } = machine();
  const [tasks, rounds] = (["tasks", "rounds"] as const).map((of) =>
    [...new Set(chosen.map((each) => each[of]))].map((each) => each.toLocaleString("en")).join(" or "),
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
