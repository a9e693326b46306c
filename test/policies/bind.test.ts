import { expect, test } from "vitest";
import { z } from "zod";
import {
  bind,
  bindModule,
  catalogue,
  define,
  ParameterError,
  type Policy,
  UsageError,
  wrappers,
} from "../../policies/index.ts";

function errorOf(run: () => unknown): UsageError {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("an unknown name is told, with what was meant or what there is", () => {
  expect(errorOf(() => bind("statik")).message).toBe('there is no policy "statik"; did you mean "static"?');
  expect(errorOf(() => bind("moon")).message).toBe(
    `there is no policy "moon"; there is ${catalogue.map(({ name }) => `"${name}"`).join(", ")}`,
  );
});

test.each([
  [{ smapler: null }, ["smapler"], 'has no parameter "smapler"; did you mean "sampler"?'],
  [{ sampler: { queu: "q" } }, ["sampler", "queu"], 'has no parameter "sampler.queu"; did you mean "queue"?'],
  [{ prest: "v2" }, ["prest"], 'has no parameter "prest"; did you mean "preset"?'],
  [{ idleChecks: 0 }, ["idleChecks"], '"idleChecks" is 0, expected more than 0'],
  [{ idleChecks: 1.5 }, ["idleChecks"], '"idleChecks" is 1.5, expected a whole number'],
  [{ cpuOnly: "yes" }, ["cpuOnly"], '"cpuOnly" is "yes", expected true or false'],
  [
    { release: "oldst" },
    ["release"],
    '"release" is "oldst", expected "idle-first", "oldest", "least-used-gpu"; did you mean "oldest"?',
  ],
  [
    { gpu: { maximumUtilization: 50 } },
    ["gpu", "maximumUtilization"],
    '"gpu.maximumUtilization" is 50, expected at most 1',
  ],
  [{ sampler: 4 }, ["sampler"], '"sampler" is 4, expected a map of parameters'],
  [{ preset: "as-publishd" }, ["preset"], '"preset" is "as-publishd"'],
  [{ preset: "as-published", step: 0 }, ["step"], '"step" is 0'],
  [[], [], "must be a map of names and values"],
])("parameters %j are refused at %j", (parameters, path, message) => {
  const error = errorOf(() => bind("distributed-funsearch", parameters as never));
  expect(error).toBeInstanceOf(ParameterError);
  expect((error as ParameterError).path).toEqual(path);
  expect(error.message).toContain('policy "distributed-funsearch"');
  expect(error.message).toContain(message);
});

test("what a policy was bound with, defaults filled in, binds the same policy again", () => {
  for (const { name, presets = {} } of catalogue) {
    for (const parameters of [{}, ...Object.keys(presets).map((preset) => ({ preset }))]) {
      const policy = bind(name, parameters);
      expect(bind(name, policy.parameters).parameters).toEqual(policy.parameters);
      expect(JSON.parse(JSON.stringify(policy.parameters))).toEqual(policy.parameters);
    }
  }
});

test("what is written beside a preset wins, member by member", () => {
  const { parameters } = bind("distributed-funsearch", {
    preset: "as-published",
    gpu: { maximumUtilization: 0.3 },
    release: "idle-first",
  });
  expect(parameters).toMatchObject({
    gpu: { minimumFreeMemory: 35 * 2 ** 30, maximumUtilization: 0.3, unreadable: "block", ownStartsOnly: true },
    release: "idle-first",
    failedRead: "zero",
  });
});

test("every parameter of every policy and wrapper says what it is", () => {
  for (const entry of [...catalogue, ...wrappers]) {
    const schema = z.toJSONSchema(entry.parameters, { io: "input" });
    expect(undescribed(schema, entry.name)).toEqual([]);
  }
});

function undescribed(schema: z.core.JSONSchema.BaseSchema, path: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const here = `${path}.${name}`;
    if (typeof property === "boolean") return [here];
    const nested = [property, ...(property.anyOf ?? [])].filter((one) => typeof one !== "boolean");
    return [...(property.description === undefined ? [here] : []), ...nested.flatMap((one) => undescribed(one, here))];
  });
}

const own: Policy = {
  name: "own",
  version: 1,
  parameters: {},
  begin: () => null,
  decide: () => ({ decisions: [], memory: null }),
};
const withParameters = define({
  name: "own",
  summary: "Of the user's own making.",
  parameters: z.strictObject({ target: z.number().describe("Messages a replica.") }),
  create: ({ target }) => ({ ...own, parameters: { target } }),
});

test("parameters may be left empty", () => {
  expect(bind("static", null)).toMatchObject({ name: "static", parameters: { counts: {} } });
});

test("a module may export a policy, or what define made", () => {
  expect(bindModule(own, {}, "own.ts")).toBe(own);
  expect(bindModule(withParameters, { target: 3 }, "own.ts").parameters).toEqual({ target: 3 });
});

test("a module's parameters are checked like any others", () => {
  expect(errorOf(() => bindModule(withParameters, {}, "own.ts")).message).toBe(
    'policy "own" needs the parameter "target": expected a number',
  );
  const error = errorOf(() => bindModule(own, { target: 3 }, "own.ts"));
  expect((error as ParameterError).path).toEqual(["target"]);
  expect(error.message).toContain("takes no parameters");
});

test.each([
  [undefined, "own.ts has no default export"],
  [null, "own.ts exports null"],
  [() => own, "own.ts exports a function"],
  [{ decide: 1 }, "own.ts exports an object that is neither"],
])("a module that exports %j is told what would do", (exported, message) => {
  const error = errorOf(() => bindModule(exported, {}, "own.ts"));
  expect(error.message).toContain(message);
  expect(error.message).toContain("expected a policy");
});
