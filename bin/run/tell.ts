import { formats } from "../../reports/index.ts";
import type { Result } from "../../sim/index.ts";

/** Prints a result in one of the formats. */
export function tell(result: Result, format: string): void {
  const { stdout } = process;
  const told = formats[format]?.(result, { color: stdout.isTTY && stdout.hasColors(), width: stdout.columns ?? 120 });
  stdout.write(told ?? "");
}
