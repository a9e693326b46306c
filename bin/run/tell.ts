import { chartsSvg, formats } from "../../reports/index.ts";
import type { Result } from "../../sim/index.ts";

/** Prints a result in one of the formats. */
export async function tell(result: Result, format: string): Promise<void> {
  const { stdout } = process;
  const style = { color: stdout.isTTY && stdout.hasColors(), width: stdout.columns ?? 120 };
  stdout.write((format === "svg" ? await chartsSvg(result) : formats[format]?.(result, style)) ?? "");
}
