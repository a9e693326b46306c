/** What stands for a value that is not known. Never zero. */
export const unknown = "–";

/** Three significant digits, but whole numbers and integer parts are kept whole: `0.0123`, `12.3`, `1,234`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return unknown;
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return grouped(size >= 100 ? Math.round(value) : value);
  if (size < 1e-4) return value.toExponential(2);
  return trimmed(value, significantDecimals(size));
}

/** A fixed number of decimals; what is not zero but would look so is written `<0.01`. */
export function formatFixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  if (value > 0 && Number(text) === 0) return `<${(10 ** -decimals).toFixed(decimals)}`;
  const [whole = "", fraction] = text.split(".");
  return fraction === undefined ? grouped(Number(whole)) : `${grouped(Number(whole))}.${fraction}`;
}

/** A unit of time, in seconds. */
export interface DurationUnit {
  readonly unit: "ms" | "s" | "min" | "h";
  readonly seconds: number;
}

/** The unit people would say so many seconds in. */
export function durationUnit(seconds: number): DurationUnit {
  const size = Math.abs(seconds);
  if (size > 0 && size < 0.9995) return { unit: "ms", seconds: 0.001 };
  if (size < 90) return { unit: "s", seconds: 1 };
  if (size < 5400) return { unit: "min", seconds: 60 };
  return { unit: "h", seconds: 3600 };
}

/** Seconds as people say them: `350 ms`, `12.3 s`, `4.5 min`, `26 h`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return unknown;
  const { unit, seconds: one } = durationUnit(seconds);
  return `${formatNumber(seconds / one)} ${unit}`;
}

/** A moment of the run: `1:05`, or `1:05:30` where seconds are wanted. */
export function formatClock(seconds: number, withSeconds = false): string {
  const whole = withSeconds ? Math.round(seconds) : Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = twoDigits(Math.floor(whole / 60) % 60);
  return withSeconds ? `${hours}:${minutes}:${twoDigits(whole % 60)}` : `${hours}:${minutes}`;
}

/** A moment of a run, from its start or by the time of day, as its clock is. */
export function formatMoment(
  seconds: number,
  { start, wallClock }: { readonly start: number; readonly wallClock?: boolean },
): string {
  return wallClock === true ? formatDate(start + seconds).replace(" UTC", "") : formatClock(seconds, true);
}

/** Unix seconds as `2023-11-16 18:15:46 UTC`. */
export function formatDate(unixSeconds: number): string {
  return `${new Date(unixSeconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Dollars without the sign: cents up to a thousand, three significant digits below a cent. */
export function formatMoney(dollars: number): string {
  if (!Number.isFinite(dollars)) return unknown;
  const size = Math.abs(dollars);
  if (size > 0 && size < 0.01) return formatNumber(dollars);
  return size < 1000 ? dollars.toFixed(2) : grouped(Math.round(dollars));
}

export function formatBytes(bytes: number): string {
  return `${formatNumber(bytes / 2 ** 30)} GiB`;
}

/** A number of a policy's parameters or facts: by the contract memory is in bytes, which nobody reads. */
export function formatNamed(name: string, value: number): string {
  return /memory/i.test(name) && Math.abs(value) >= 2 ** 20 ? formatBytes(value) : formatNumber(value);
}

/** A share of 1 as percent. Near 100 the digits that tell 99.9 from 99.99 are kept. */
export function formatPercent(share: number): string {
  if (!Number.isFinite(share)) return unknown;
  const percent = share * 100;
  if (percent === 0 || percent === 100) return String(percent);
  if (percent > 99.9 && percent < 100) return trimmed(Math.min(percent, 99.999), 3);
  return percent >= 10 ? percent.toFixed(1) : formatNumber(percent);
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function significantDecimals(size: number): number {
  // 9.996 has as many as 10.0, which it is written as.
  return Math.max(0, 2 - Math.floor(Math.log10(Number(size.toPrecision(3)))));
}

function trimmed(value: number, decimals: number): string {
  return value.toFixed(Math.min(decimals, 6));
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
