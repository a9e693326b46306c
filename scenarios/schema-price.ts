import { z } from "zod";
import { quantity, strict } from "./fields.ts";
import { duration, price } from "./unit-kinds.ts";

const billed = strict({
  rate: quantity(price).describe("Dollars an hour."),
  step: quantity(duration)
    .prefault(0)
    .describe("Time is paid for in whole steps: 1s, 1m or 1h. Default: 0s, to the instant."),
  minimum: quantity(duration).prefault(0).describe("The least time that is paid for. Default: 0s."),
}).describe("A price, and how time is billed.");

/** `$2.50/h`, or with how it is billed: `{ rate: $2.50/h, step: 1m, minimum: 10m }`. */
export function priced(description: string) {
  return z
    .union([quantity(price), billed])
    .transform(resolved)
    .describe(description);
}

function resolved(read: number | z.output<typeof billed>) {
  if (typeof read === "number") return { pricePerHour: read };
  const { rate, step, minimum } = read;
  return { pricePerHour: rate, ...(step === 0 && minimum === 0 ? {} : { billing: { step, minimum } }) };
}
