import { expect, test } from "vitest";
import { load, MIX, mixWith, POLICY } from "./mix.ts";

/** Warnings about Scaler policies with this text, where the dispatcher does `allocate` or there is none. */
function warned(parameters: string, allocate?: string): readonly string[] {
  const text = mixWith(POLICY, `  - { policy: scaler, parameters: ${parameters} }\n`);
  const pushed = `horizon: 1h\ndispatcher: { kind: push, allocate: ${allocate} }`;
  return load(allocate === undefined ? text : text.replace("horizon: 1h", pushed)).warnings;
}

/** The same with tasks that need something. */
function warnedWithNeeds(parameters: string): readonly string[] {
  const pushed =
    "horizon: 1h\ndispatcher: { kind: push, allocate: capability }\nqueues: { sampler_queue: { needs: { gpu: 1 } } }";
  return load(
    MIX.replace(POLICY, `  - { policy: scaler, parameters: ${parameters} }\n`)
      .replace("horizon: 1h", pushed)
      .replace("serves: sampler_queue", "serves: sampler_queue\n    offers: { gpu: 1 }"),
  ).warnings;
}

const quoted = (allocate: string, scaling: string) => `{ policyContent: "allocate=${allocate}; scaling=${scaling}" }`;

test("warns of capability scaling where everybody gets every task", () => {
  expect(warned(quoted("even_load", "capability"), "even_load")).toEqual([
    "scaler: scaling=capability starts workers for what tasks need, and allocate=even_load gives tasks to anybody; use allocate=capability",
  ]);
  expect(warned(quoted("capability", "capability"), "capability")).toEqual([]);
});

test("warns of scaling without capabilities where tasks wait for them", () => {
  const [warning, ...others] = warnedWithNeeds(quoted("capability", "vanilla"));
  expect(warning).toContain("scaling=vanilla counts workers whatever they can do");
  expect(others).toEqual([]);
  expect(warnedWithNeeds(quoted("capability", "no"))).toEqual([]);
  expect(warned(quoted("capability", "vanilla"), "capability")).toEqual([]);
});

test("warns where the dispatcher does something else, or there is none", () => {
  expect(warned("{ preset: corrected }", "even_load")).toEqual([
    "scaler: it says allocate=capability, and the dispatcher does even_load; make them one",
  ]);
  expect(warned(quoted("even_load", "vanilla"))).toEqual([
    "scaler: Scaler pushes tasks to workers, and here workers take them from queues; write dispatcher: { kind: push, allocate: even_load }",
  ]);
  expect(load(mixWith(POLICY, "  - scaler\n")).warnings).toHaveLength(1);
});

test("points at the text that no policy can be made from", () => {
  expect(() => warned("{ policyContent: scaling=vanilla }", "even_load")).toThrow(
    "SimplePolicy only supports allocate and scaling, got dict_keys(['scaling'])",
  );
});
