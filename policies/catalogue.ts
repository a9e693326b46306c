import { delayedOff } from "./delayed-off.ts";
import { distributedFunSearch } from "./distributed-funsearch.ts";
import type { Entry } from "./entry.ts";
import { scaler } from "./scaler.ts";
import { serviceRules } from "./service-rules.ts";
import { staticCounts } from "./static.ts";
import { utilization } from "./utilization.ts";

/** Every policy that can be named in a scenario or on the command line. */
export const catalogue: readonly Entry[] = [
  staticCounts,
  distributedFunSearch,
  delayedOff,
  utilization,
  scaler,
  serviceRules,
];
