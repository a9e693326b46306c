import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fidelityOf } from "../../../bin/fidelity/fidelity.ts";
import { fidelityTable } from "../../../bin/fidelity/table.ts";
import { readRecorded } from "../../../bin/recorded/read-recorded.ts";
import { candidatesOf } from "../../../bin/run/candidates.ts";
import { loadScenario } from "../../../scenarios/index.ts";
import { startBroker } from "../../live/broker.ts";
import { writeFidelityTable } from "./readme.ts";
import { example, repetition } from "./repetition.ts";
import { warmUpsIn } from "./warm-ups.ts";

interface Repetitions {
  readonly repetitions: number;
  readonly atATime: number;
}

/**
 * `npm run proof -- live [REPETITIONS] [AT A TIME]`: scenarios/live/example on a real RabbitMQ, ten times, two at a time, three minutes each; and
 * how near its simulation comes, with the warm-up that was measured. The runs stay in out/fidelity. Ten or more are the proof: they
 * replace RESULT.json beside this file and the table in README.md. Exit code 1 where it does not come near enough.
 */
export async function proveLive({ repetitions, atATime }: Repetitions): Promise<void> {
  const folders = Array.from({ length: repetitions }, (_, run) =>
    join(process.cwd(), "out/fidelity", `run-${run + 1}`),
  );
  const left = folders.values();
  await Promise.all(Array.from({ length: Math.min(repetitions, atATime) }, (_, lane) => work(lane)));

  /** On a broker of its own, and not in step with the others. Without it the workers end. */
  async function work(lane: number): Promise<void> {
    const broker = await startBroker();
    for (const signal of ["SIGINT", "SIGTERM"])
      process.once(signal, () => void broker.stop().then(() => process.exit(130)));
    try {
      await new Promise((resolve) => setTimeout(resolve, lane * 30_000));
      for (const folder of left) {
        await repetition(folder, broker);
        process.stderr.write(`${folder}\n`);
      }
    } finally {
      await broker.stop();
    }
  }
  await judge(folders);
}

/** Compares what was recorded with the simulation. */
async function judge(folders: readonly string[]): Promise<void> {
  const warmUp = `groups.worker.warmUp={ empirical: [${folders.flatMap(warmUpsIn).map((seconds) => `${seconds}s`)}] }`;
  const { scenario } = await loadScenario(join(example, "scenario.yaml"), { set: [warmUp] });
  const runs = folders.map((folder) => readRecorded(join(folder, "journal.jsonl")));
  const fidelity = await fidelityOf(scenario, await candidatesOf(scenario), runs);
  process.stdout.write(`${fidelityTable(fidelity)}\n`);
  if (!fidelity.holds) process.exitCode = 1;
  if (runs.length < 10) return;
  writeFileSync(new URL("RESULT.json", import.meta.url), `${JSON.stringify(fidelity, null, 2)}\n`);
  writeFidelityTable();
}
