import { didYouMean } from "../suggest.ts";

export const allocations = ["even_load", "capability"] as const;
export const scalings = ["no", "vanilla", "fixed_elastic", "capability"] as const;

export interface PolicyContent {
  readonly allocate: (typeof allocations)[number];
  readonly scaling: (typeof scalings)[number];
}
/** `error` is the original's own message; `help` what would do. */
export interface Refused {
  readonly error: string;
  readonly help: string;
}

/**
 * `allocate=capability; scaling=vanilla`, read as Scaler's scheduler does (scheduler/controllers/policies at d5553793): parts without
 * `=` are dropped, the first `=` splits, the last of a name wins, and case counts. An unknown engine refuses whatever the text says.
 */
export function readPolicyContent(text: string, engineType: string): PolicyContent | Refused {
  if (engineType !== "simple") return { error: "Unknown policy type", help: "; write simple" };
  const said = new Map<string, string>();
  for (const part of text.split(";")) {
    const [name = "", ...value] = part.split("=");
    if (value.length > 0) said.set(name.trim(), value.join("=").trim());
  }
  const allocate = said.get("allocate");
  const scaling = said.get("scaling");
  if (allocate === undefined || scaling === undefined || said.size !== 2) {
    const names = [...said.keys()].map(quoted).join(", ");
    const error = `SimplePolicy only supports allocate and scaling, got dict_keys([${names}])`;
    return { error, help: '; write for example "allocate=even_load; scaling=vanilla"' };
  }
  if (!isOne(allocations, allocate)) return refused(allocate, "AllocatePolicyStrategy", allocations);
  if (!isOne(scalings, scaling)) return refused(scaling, "ScalingControllerStrategy", scalings);
  return { allocate, scaling };
}

function refused(value: string, kind: string, known: readonly string[]): Refused {
  return { error: `${quoted(value)} is not a valid ${kind}`, help: didYouMean(value, known) };
}

function isOne<Word extends string>(words: readonly Word[], text: string): text is Word {
  return (words as readonly string[]).includes(text);
}

/** As Python shows a text: in single quotes, unless there is one in it and no double one. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\\n\r\t]/g, (sign) => ESCAPES[sign] ?? sign);
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
