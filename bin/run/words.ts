import {
  type Action,
  catalogue,
  controllerReasons,
  type Decision,
  type Held,
  heldReasons,
  type Reason,
  wrappers,
} from "../../policies/index.ts";

/** What an action asks for: "4 to 6", "unload llama on gpu-1/gpu0". */
export function actionWords(action: Action | null, current: number | undefined): string {
  if (action === null) return "nothing";
  switch (action.kind) {
    case "scale": {
      const from = current === undefined ? "" : `${current} `;
      const leave = action.release === undefined ? "" : `, ${action.release.join(", ")} first to leave`;
      const places = action.start?.flatMap(({ place }) => place ?? []) ?? [];
      return `${from}to ${action.desired}${places.length === 0 ? "" : `, on ${places.join(", ")}`}${leave}`;
    }
    case "load":
    case "unload":
      return `${action.kind} ${action.model} on ${action.device}`;
    case "retain":
      return `keep entries of ${action.cache} for ${action.timeToLive} s`;
  }
}

/** Codes with the numbers that settled them. */
export function reasonWords({ because }: Pick<Decision, "because">): string {
  return because.map(({ code, facts }) => `${code}${factWords(facts)}`).join("; ");
}

/** What was asked for in place of what the policy wanted. */
export function heldWords({ desired, because }: Held): string {
  if (because.code === "ordered") return `asked for ${desired} instead: ordered`;
  const instead = desired === undefined ? "nothing is asked for" : `asked for ${desired}`;
  return `held back, ${instead}: ${because.code}${factWords(because.facts)}`;
}

export function factWords(facts: Reason["facts"]): string {
  const words = Object.entries(facts).map(([name, value]) => `${name} ${short(value, name)}`);
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}

/** What a code means in decisions of a policy; the code itself where nobody says. */
export function meaningOf(code: string, policy: string | undefined): string {
  const own = catalogue.find(({ name }) => name === policy)?.reasons ?? {};
  const around: Record<string, string> = Object.assign({}, ...wrappers.map(({ reasons }) => reasons));
  return own[code] ?? around[code] ?? controllerReasons[code] ?? heldReasons[code] ?? code;
}

function short(value: number | string | boolean, name: string): string {
  if (typeof value === "number" && /memory/i.test(name) && value >= GIB / 100) {
    return `${Number((value / GIB).toPrecision(4))} GiB`;
  }
  return typeof value === "number" && !Number.isInteger(value) ? String(Number(value.toPrecision(6))) : String(value);
}

const GIB = 2 ** 30;
