import { duration, memory, rate, type Unit } from "./unit-kinds.ts";

/** Seconds as people write them, `1h30m` or `450ms`: the shortest that reads back as the same number. */
export function durationText(seconds: number): string {
  const whole = inParts(seconds);
  const milliseconds = `${Number((seconds * 1000).toPrecision(15))}ms`;
  return firstSame(duration, seconds, [...(whole === undefined ? [] : [whole]), milliseconds], `${seconds}s`);
}

/** Bytes, `40GiB` or `33GB`. */
export function memoryText(bytes: number): string {
  const units = [2 ** 30, 1e9, 2 ** 20, 1e6] as const;
  const names = ["GiB", "GB", "MiB", "MB"] as const;
  const texts = names.map((name, index) => `${bytes / (units[index] ?? 1)}${name}`).filter((text) => text.length < 8);
  return firstSame(memory, bytes, texts, `${bytes}B`);
}

/** Events a second, `0.2/s` or `3/h`. */
export function rateText(perSecond: number): string {
  const texts = [
    `${perSecond}/s`,
    `${Number((perSecond * 60).toPrecision(12))}/min`,
    `${Number((perSecond * 3600).toPrecision(12))}/h`,
  ].filter((text) => text.length < 9);
  return firstSame(rate, perSecond, texts, `${perSecond}/s`);
}

function firstSame(unit: Unit, value: number, texts: readonly string[], exact: string): string {
  return texts.find((text) => unit.parse(text) === value) ?? exact;
}

function inParts(seconds: number): string | undefined {
  if (seconds === 0) return "0s";
  if (!Number.isInteger(seconds)) return undefined;
  const parts = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor((seconds % 3600) / 60), "m"],
    [seconds % 60, "s"],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join("");
}
