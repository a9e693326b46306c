/** A quantity as people write it: a number with one of its units, or a plain number of `plain`. */
export interface Unit {
  /** `a duration`, as in "is not a duration". */
  readonly what: string;
  /** What a plain number counts. */
  readonly plain: string;
  /** The same with its unit; missing where none is expected. */
  readonly full?: (number: string) => string;
  readonly examples: readonly [string, string, ...string[]];
  /** Of the strings that are accepted; for editors. */
  readonly pattern: string;
  /** The largest value that makes sense, where there is one. */
  readonly maximum?: number;
  /** In SI units; undefined when the text is not of this kind. */
  parse(text: string): number | undefined;
  /** What was probably meant. */
  suggest(text: string): string | undefined;
}

const NUMBER = "[-+]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?";
const plainNumber = new RegExp(`^${NUMBER}$`);

export function isPlainNumber(text: string): boolean {
  return plainNumber.test(text.trim());
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 };
const FRACTIONS_OF_A_SECOND: Readonly<Record<string, number>> = { ms: 1e3, us: 1e6, ns: 1e9 };
const durationPart = new RegExp(`(${NUMBER})\\s?(ns|us|ms|min|s|m|h|d|w)`, "y");

/** Seconds: `15s`, `2h`, `250ms`, `1d12h`. */
export const duration: Unit = {
  what: "a duration",
  plain: "seconds",
  full: (number) => `${number}s`,
  examples: ["15s", "2h", "1h30m", "250ms"],
  pattern: `^(?:${NUMBER}|(?:${NUMBER}\\s?(?:ns|us|ms|min|s|m|h|d|w)\\s?)+)$`,
  parse(text) {
    if (plainNumber.test(text)) return Number(text);
    let seconds = 0;
    durationPart.lastIndex = 0;
    while (durationPart.lastIndex < text.length) {
      const part = durationPart.exec(text);
      if (part === null) return undefined;
      const [, amount = "", unit = ""] = part;
      const share = FRACTIONS_OF_A_SECOND[unit];
      seconds += share === undefined ? Number(amount) * (SECONDS[unit] ?? Number.NaN) : Number(amount) / share;
      if (text[durationPart.lastIndex] === " ") durationPart.lastIndex++;
    }
    return text === "" ? undefined : seconds;
  },
  suggest: (text) =>
    withUnit(text, [
      [/^millis?(econds?)?$|^msecs?$/i, "ms"],
      [/^s(ec(ond)?s?)$|^S$/i, "s"],
      [/^min(ute)?s?$|^M$/i, "m"],
      [/^h((ou)?rs?)?$/i, "h"],
      [/^d(ays?)?$/i, "d"],
      [/^w(eeks?)?$/i, "w"],
    ]),
};

const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Whole bytes: `40GiB` (1024³), `32GB` (1000³). */
export const memory: Unit = {
  what: "an amount of memory",
  plain: "bytes",
  // So few bytes nobody means.
  full: (number) => (Number(number) < 2 ** 20 ? `${number}GiB, or ${number}B where bytes are meant` : `${number}B`),
  examples: ["40GiB", "32GB", "512MiB"],
  pattern: `^${NUMBER}\\s?(?:${Object.keys(BYTES).join("|")})?$`,
  parse: (text) => {
    const bytes = scaled(text, (unit) => BYTES[unit]);
    return bytes === undefined ? undefined : Math.round(bytes);
  },
  suggest: (text) =>
    withUnit(text, [
      [/^ki?b?$/i, "KiB"],
      [/^mib?$/i, "MiB"],
      [/^gib?$/i, "GiB"],
      [/^tib?$/i, "TiB"],
      [/^mb?$/i, "MB"],
      [/^gb?$/i, "GB"],
      [/^tb?$/i, "TB"],
    ]),
};

const RATES: Readonly<Record<string, number>> = { "/s": 1, "/min": 60, "/h": 3600, "/d": 86_400 };

/** Events a second: `0.2/s`, `12/min`. */
export const rate: Unit = {
  what: "a rate",
  plain: "events a second",
  full: (number) => `${number}/s`,
  examples: ["0.2/s", "12/min", "3/h"],
  pattern: `^${NUMBER}\\s?(?:/(?:s|min|h|d))?$`,
  parse: (text) => divided(text, (unit) => RATES[unit]),
  suggest: (text) =>
    withUnit(text, [
      [/^(\/| ?per )?s(ec(ond)?s?)?$/i, "/s"],
      [/^(\/| ?per )?m(in(ute)?s?)?$/i, "/min"],
      [/^(\/| ?per )?h((ou)?rs?)?$/i, "/h"],
      [/^(\/| ?per )?d(ays?)?$/i, "/d"],
    ]),
};

/** Dollars an hour: `$2.93/h`. */
export const price: Unit = {
  what: "a price",
  plain: "dollars an hour",
  full: (number) => `$${number}/h`,
  examples: ["$2.93/h", "$0.50/h"],
  pattern: `^(?:\\$\\s?${NUMBER}\\s?/h|${NUMBER}(?:\\s?/h)?)$`,
  parse: (text) => {
    if (plainNumber.test(text)) return Number(text);
    const found = text.match(new RegExp(`^\\$?\\s?(${NUMBER})\\s?/h$`));
    return found === null ? undefined : Number(found[1]);
  },
  suggest: (text) => {
    const amount = text.match(new RegExp(`^[$€]?\\s?(${NUMBER})\\s?(?:/ ?(?:hour|hr|H)|per hour|an hour)?\\s?\\$?$`));
    return amount === null || text.includes("€") ? undefined : `$${amount[1]}/h`;
  },
};

/** A share of 1: `50%` or `0.5`. */
export const fraction: Unit = {
  what: "a fraction",
  plain: "parts of 1",
  examples: ["50%", "0.5"],
  maximum: 1,
  pattern: `^${NUMBER}\\s?%?$`,
  parse: (text) => divided(text, (unit) => (unit === "%" ? 100 : undefined)),
  suggest: (text) => {
    const percent = divided(text.replace(/ ?percent$/, ""), () => undefined);
    return percent !== undefined && percent > 1 && percent <= 100 ? `${percent}%` : undefined;
  },
};

/** So much above something: `150%` is two and a half times as much. */
export const excess: Unit = {
  what: "a fraction, which may be above 1 in percent",
  plain: "parts of 1",
  examples: ["50%", "150%", "0.5"],
  pattern: fraction.pattern,
  parse: (text) => (text.endsWith("%") || Number(text) <= 1 ? fraction.parse(text) : undefined),
  suggest: (text) => (isPlainNumber(text) ? `${text}%` : undefined),
};

const day = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Unix seconds: `2026-01-05` (midnight UTC) or a time with its zone. */
export const date: Unit = {
  what: "a date",
  plain: "seconds since 1970-01-01T00:00Z",
  examples: ["2026-01-05", "2026-01-05T08:30Z", "2026-01-05T08:30+01:00"],
  pattern: "^\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2}))?$",
  parse(text) {
    if (!day.test(text) && !instant.test(text)) return undefined;
    const milliseconds = Date.parse(text.replace(" ", "T"));
    // February 30 is read as March 2: a date that does not come back as written does not exist.
    const written = text.slice(0, 10);
    const exists =
      !Number.isNaN(Date.parse(written)) && new Date(`${written}T00:00Z`).toISOString().startsWith(written);
    return Number.isNaN(milliseconds) || !exists ? undefined : milliseconds / 1000;
  },
  suggest: (text) => (instant.test(`${text}Z`) ? `${text}Z` : undefined),
};

/** The text as a number and the rest behind it. */
function parts(text: string): { amount: number; written: string; unit: string } | undefined {
  const found = text.match(new RegExp(`^(${NUMBER})\\s?(.*)$`));
  return found === null ? undefined : { amount: Number(found[1]), written: found[1] ?? "", unit: found[2] ?? "" };
}

function scaled(text: string, factor: (unit: string) => number | undefined): number | undefined {
  const read = parts(text);
  const by = read?.unit === "" ? 1 : factor(read?.unit ?? "");
  return read === undefined || by === undefined ? undefined : read.amount * by;
}

/** Dividing by a whole number rounds once; multiplying with a reciprocal would round twice. */
function divided(text: string, divisor: (unit: string) => number | undefined): number | undefined {
  const read = parts(text);
  const by = read?.unit === "" ? 1 : divisor(read?.unit ?? "");
  return read === undefined || by === undefined ? undefined : read.amount / by;
}

function withUnit(text: string, spellings: readonly (readonly [RegExp, string])[]): string | undefined {
  const read = parts(text);
  const meant = spellings.find(([spelling]) => read !== undefined && spelling.test(read.unit.trim()));
  return read === undefined || meant === undefined ? undefined : `${read.written}${meant[1]}`;
}
