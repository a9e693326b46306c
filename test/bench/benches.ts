import { autoscaled } from "./autoscaled.ts";
import type { Bench } from "./bench.ts";
import { billion } from "./billion.ts";
import { burst } from "./burst.ts";
import { check } from "./check.ts";
import { decisions } from "./decisions.ts";
import { hold } from "./hold.ts";
import { memory, mmc } from "./mmc.ts";
import { start } from "./start.ts";
import { threads } from "./threads.ts";
import { trace } from "./trace.ts";

export const benches: readonly Bench[] = [
  mmc(100),
  mmc(1000),
  autoscaled,
  burst,
  hold(100),
  hold(10_000),
  hold(1_000_000),
  trace,
  check,
  decisions,
  start,
  memory,
  billion,
  threads,
];
