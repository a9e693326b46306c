import { z } from "zod";
import { duration, quantity, strict } from "../scenarios/index.ts";

const words = z.array(z.string().min(1)).min(1);
const timeout = quantity(duration, 0)
  .prefault("5s")
  .describe("How long it may take to tell, or to be asked. Default: 5s.");

/** Who keeps the models on GPUs. */
export const modelFields = strict({
  command: strict({
    read: words.describe(
      "Program and arguments that print them, as JSON: {GPU: [{name, size, lastUsed, uses, inUse}]}, in bytes and Unix seconds, by the names that sensors give GPUs. It runs in this file's folder.",
    ),
    load: words
      .optional()
      .describe(
        "Program and arguments that load one; {model} and {device} become which and where. Default: none can be.",
      ),
    unload: words.optional().describe("The same to unload one. Default: none can be."),
  }).describe("Anything with a command line."),
  timeout,
});

/** Who keeps the caches. */
export const cacheFields = strict({
  command: strict({
    read: words.describe(
      "Program and arguments that print them, as JSON: {CACHE: {timeToLive, hits, lookups}}, in seconds. It runs in this file's folder.",
    ),
    retain: words
      .optional()
      .describe(
        "Program and arguments that set how long entries live; {cache} and {timeToLive} become which and the seconds. Default: it cannot be set.",
      ),
  }).describe("Anything with a command line."),
  timeout,
});
