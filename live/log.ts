import { styleText } from "node:util";
import { type Logger, pino } from "pino";
import { redacted } from "./secret.ts";

export type Log = Logger;

/** What happens to the runner itself, on stderr: JSON lines, or words where somebody is looking. */
export function stderrLog(level: string): Log {
  const lines = pino.destination({ dest: 2, sync: true });
  const words = { write: (line: string) => void process.stderr.write(inWords(line)) };
  const { write } = process.stderr.isTTY ? words : { write: (line: string) => void lines.write(line) };
  const stream = { write: (line: string) => write(redacted(line)) };
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
}

const COLORS: Readonly<Record<number, "yellow" | "red">> = { 40: "yellow", 50: "red", 60: "red" };

function inWords(line: string): string {
  const { level, time, msg, ...facts } = JSON.parse(line) as { level: number; time: string; msg: string };
  const rest = Object.entries(facts).map(
    ([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const color = COLORS[level];
  const said = color === undefined ? msg : styleText(color, msg, { stream: process.stderr });
  return `${time.slice(11, 19)} ${said}${rest.join("")}\n`;
}
