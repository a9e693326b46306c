import type { z } from "zod";

/** A check of an object that is one thing of several: exactly one of the keys is there. `hint`: what to do about two. */
export function oneOf<Fields extends object>(what: string, keys: readonly (keyof Fields & string)[], hint = "") {
  return (context: z.core.ParsePayload<Fields>): void => {
    const found = keys.filter((key) => context.value[key] !== undefined);
    if (found.length === 1 || context.issues.length > 0) return;
    const message =
      found.length === 0
        ? `${what} needs one of ${keys.join(", ")}`
        : `${what} is one thing, and this has ${found.join(" and ")}${hint}`;
    context.issues.push({ code: "custom", input: context.value, message });
  };
}
