import { setFlagsFromString } from "node:v8";

/**
 * Has V8 make plain machine code of every function at once, and optimize it later than it would: runs call many functions, most of
 * them for a moment. Every thread has all of it compiled for itself by helpers, which take the cores from the other threads. With six
 * policies, twenty seeds of a day and two threads that was a quarter of the processor time, and is a tenth of all less now. What is hot
 * is optimized some milliseconds later. The solver of the bounds has a hundred times its budget before it is optimized, which made
 * a hundred bounds no faster and took half a second. Nothing of it changes a number. Only of Node 20: later ones have another compiler
 * between the two and other flags, and gained nothing from them by trial.
 */
export function quickCompilation(): void {
  if (!process.versions.v8.startsWith("11.")) return;
  setFlagsFromString("--always-sparkplug");
  setFlagsFromString("--interrupt-budget=400000");
  setFlagsFromString("--wasm-tiering-budget=180000000");
}
