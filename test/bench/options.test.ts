import { expect, test } from "vitest";
import { ended } from "../program.ts";
import { benches } from "./benches.ts";
import { optionsOf, usage } from "./options.ts";

const namesOf = (...args: string[]) => optionsOf(args).chosen.map(({ bench }) => bench.name);

test("what takes long is only measured by name, and once", () => {
  expect(namesOf()).toContain("mm100");
  expect(namesOf()).not.toContain("billion");
  expect(optionsOf(["billion"]).chosen).toMatchObject([{ tasks: 1_000_000_000, rounds: 1 }]);
  expect(optionsOf(["mm100"]).chosen).toMatchObject([{ tasks: 10_000_000, rounds: 5 }]);
});

test("tasks and rounds count for every bench that is named", () => {
  expect(optionsOf(["mm100", "memory", "--tasks", "1e6", "--rounds", "3"]).chosen).toMatchObject([
    { tasks: 1_000_000, rounds: 3 },
    { tasks: 1_000_000, rounds: 3 },
  ]);
});

test.each([
  [["mm10"], 'there is no bench "mm10"; did you mean "mm100"?'],
  [["everything"], 'there is no bench "everything"; there is "mm100", "mm1000", '],
  [["--task", "5000"], 'unknown option --task; did you mean "--tasks"?'],
  [["--tasks"], "--tasks needs a value, and none begins with a dash"],
  [["--tasks", "-5"], "--tasks needs a value, and none begins with a dash"],
  [["--tasks=-5"], "--tasks -5: expected a whole number, 1000 or more"],
  [["--tasks", "abc"], "--tasks abc: expected a whole number, 1000 or more"],
  [["--tasks", "Infinity"], "--tasks Infinity: expected a whole number, 1000 or more"],
  [["--tasks", "0"], "--tasks 0: expected a whole number, 1000 or more"],
  [["--rounds", "0"], "--rounds 0: expected a whole number, 1 or more"],
  [["--json=yes"], "Option '--json' does not take an argument"],
])("refuses %j", (args, message) => {
  expect(() => optionsOf(args)).toThrow(message);
});

test("the usage names every bench and what it measures", () => {
  for (const { name, what } of benches) expect(usage()).toContain(`  ${name.padEnd(12)}${what}`);
});

test("the program tells the usage, or in one line what is wrong", () => {
  const run = new URL("run.ts", import.meta.url);
  expect(ended(run, "--help")).toEqual({ status: 0, stdout: usage(), stderr: "" });
  const stderr = 'error: there is no bench "mm10"; did you mean "mm100"?\n';
  expect(ended(run, "mm10")).toEqual({ status: 2, stdout: "", stderr });
});
