import { bounded } from "./bounded.ts";
import { cooled } from "./cooled.ts";
import { guarded } from "./guarded.ts";
import { rateLimited } from "./rate-limited.ts";
import { scaledToZero } from "./scaled-to-zero.ts";
import { scheduled } from "./scheduled.ts";
import { stabilized } from "./stabilized.ts";
import type { Wrapper } from "./wrapper.ts";

/** Every wrapper that can be named in a `wrap:` list. */
export const wrappers: readonly Wrapper[] = [
  bounded,
  cooled,
  stabilized,
  scheduled,
  scaledToZero,
  guarded,
  rateLimited,
];
