import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { benches } from "./benches.ts";
import { type Figures, measure } from "./measure.ts";

/**
 * `npm run bench`: how fast the simulator is, beside loops that can do less. `npm run bench -- mm100 hold100` measures those only,
 * `--tasks 1000000` fewer tasks, `--rounds 9` more often; `--json` prints JSON.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tasks: { type: "string", default: "10000000" },
    rounds: { type: "string", default: "5" },
    json: { type: "boolean", default: false },
  },
});
const unknown = positionals.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  process.stderr.write(`No bench ${unknown.join(", ")}; there are ${benches.map(({ name }) => name).join(", ")}.\n`);
  process.exit(2);
}
const chosen = benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

const figures = chosen.flatMap((bench) => {
  process.stderr.write(`${bench.what} ...\n`);
  return measure(bench, Number(values.rounds), Number(values.tasks));
});
process.stdout.write(values.json ? `${JSON.stringify({ ...machine(), figures }, null, 2)}\n` : table(figures));

function machine() {
  return { node: process.version, cpu: cpus()[0]?.model ?? "unknown", tasks: Number(values.tasks) };
}

function table(rows: readonly Figures[]): string {
  const { node, cpu, tasks } = machine();
  const lines = rows.map(
    ({ what, contender, figure, unit, ratio, memory }) =>
      `| ${what} | ${contender} | ${figure.toPrecision(3)} ${unit} | ${ratio.toFixed(2)} | ${Math.round(memory / 2 ** 20)} MiB |`,
  );
  return `Node ${node}, ${cpu}; ${tasks.toLocaleString("en")} tasks, medians of ${values.rounds} interleaved rounds.

| what | who | figure | ratio | peak memory |
|---|---|--:|--:|--:|
${lines.join("\n")}
`;
}
