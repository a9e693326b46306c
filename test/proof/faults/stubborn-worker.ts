import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { processesWith } from "../../../live/process-table.ts";
import { until } from "../../live/broker.ts";
import { gapsIn, now, unless } from "./checks.ts";
import type { FaultRow } from "./fault.ts";
import { commandOf, workshop } from "./workshop.ts";

const GRACE = 2;
const config = (count: number) => `version: 1
check: 300ms
policy: { policy: static, parameters: { counts: { workers: ${count} } } }
groups:
  workers: { serves: [work], owner: { processes: { run: [sh, worker.sh], drain: { grace: ${GRACE}s } } } }
sensors:
  - command: { run: [echo, "1"], gives: { queues.work.waiting: "" } }
    timeout: 5s
`;

/** Hears no SIGTERM, and nor does what it has started, of which one has left its process group. */
const worker = `trap "" TERM
setsid sleep 1000 &
sleep 1000 &
echo "start $DISFUN_REPLICA_ID $$" >> events
while :; do sleep 0.1; done
`;

/** Workers that ignore SIGTERM. */
export async function stubbornWorker(): Promise<FaultRow> {
  const shop = workshop(config(2), { "worker.sh": worker });
  try {
    const runner = shop.start();
    await until(() => shop.events().length === 2);
    writeFileSync(join(shop.folder, "live.yaml"), config(0));
    runner.child.kill("SIGHUP");
    await until(() => shop.table()?.desired === 0);
    const told = now();
    await until(() => shop.workers().length < 2);
    const after = now() - told;
    await until(() => shop.table()?.replicas.length === 0);
    const left = processesWith(`FAULT_TEST=${shop.folder}`).filter(({ pid }) => pid !== runner.child.pid);
    const sleeping = left.filter(({ pid }) => commandOf(pid).startsWith("sleep"));
    return {
      fault: "workers that ignore SIGTERM",
      must: `after a grace of ${GRACE} s they are killed with all they started, and no check waits for them`,
      seen: `killed after ${after.toFixed(1)} s, ${sleeping.length} processes left`,
      violations: [
        ...unless(after >= GRACE - 0.5, `killed after ${after.toFixed(1)} s`),
        ...unless(after <= GRACE + 3, `killed after ${after.toFixed(1)} s`),
        ...unless(sleeping.length === 0, `${sleeping.length} processes live on`),
        ...gapsIn(shop.records(), 3),
      ],
    };
  } finally {
    await shop.close();
  }
}
