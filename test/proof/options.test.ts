import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ended } from "../program.ts";
import { askedFor } from "./options.ts";
import { models } from "./rows.ts";

function rowsOf(...args: string[]) {
  const asked = askedFor(args);
  if (asked.kind !== "rows") throw new Error(asked.kind);
  return asked;
}

test("without a word everything is proved", () => {
  const { chosen, ...others } = rowsOf();
  expect(chosen).toHaveLength(models.length);
  expect(others).toEqual({ kind: "rows", stopping: true, published: true, faults: true });
});

test("a word selects what has it in its name, and the numbers of models stay", () => {
  const { chosen, ...others } = rowsOf("M/M/8/Setup");
  expect(chosen.map(([number, { name }]) => models[number]?.name === name && name.startsWith("M/M/8/Setup"))).toEqual(
    Array(6).fill(true),
  );
  expect(others).toEqual({ kind: "rows", stopping: false, published: false, faults: false });
  expect(rowsOf("stopping")).toMatchObject({ chosen: [], stopping: true, published: false, faults: false });
  expect(rowsOf("SimFaaS")).toMatchObject({ chosen: [[models.length - 1, {}]], published: true, faults: false });
});

test("faults and the live runner are proofs of their own", () => {
  expect(askedFor(["faults"])).toEqual({ kind: "faults" });
  expect(askedFor(["live"])).toEqual({ kind: "live", repetitions: 10, atATime: 2 });
  expect(askedFor(["live", "4", "1"])).toEqual({ kind: "live", repetitions: 4, atATime: 1 });
  expect(askedFor(["live", "--help"])).toMatchObject({ kind: "help", usage: expect.stringContaining("REPETITIONS") });
});

test.each([
  [["Setpu"], 'no row has "Setpu" in its name; did you mean "setup"?'],
  [["simfaas"], 'no row has "simfaas" in its name; did you mean "SimFaaS\'s"?'],
  [["fault"], 'no row has "fault" in its name; did you mean "faults"?'],
  [
    ["Jackson network"],
    'no row has "Jackson network" in its name; there are M/M/1, M/M/2, M/M/4, M/M/8, M/G/1, ' +
      "M/G/1 with processor sharing, M/M/1/Setup, M/M/4/Setup, M/M/8/Setup, regret table, SimFaaS's example, " +
      "stopping rule, faults, live",
  ],
  [["M/M/1", "Setup"], 'one word selects rows, and there is "Setup" after "M/M/1"'],
  [["--hepl"], 'unknown option --hepl; did you mean "--help"?'],
  [["live", "ten"], "live ten: expected a whole number, 1 or more"],
  [["live", "10", "0"], "live 10 0: expected a whole number, 1 or more"],
  [["live", "10", "2", "3"], 'live takes two numbers, and there is "3" after them'],
])("refuses %j", (args, message) => {
  expect(() => askedFor(args)).toThrow(message);
});

test("the program proves nothing where it is asked for nothing that there is, and leaves the table", () => {
  const run = new URL("run.ts", import.meta.url);
  const page = new URL("TABLE.md", import.meta.url);
  const before = readFileSync(page, "utf8");
  const stderr = 'error: no row has "Setpu" in its name; did you mean "setup"?\n';
  expect(ended(run, "Setpu")).toEqual({ status: 2, stdout: "", stderr });
  expect(ended(run, "--help")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("npm run proof -- [WORD]\n"),
  });
  expect(readFileSync(page, "utf8")).toBe(before);
});
