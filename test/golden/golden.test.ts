import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decidedBy, differences, folder, type Golden, policies } from "./golden.ts";

function written(file: string): Golden {
  return JSON.parse(readFileSync(join(folder, file), "utf8")) as Golden;
}

test("every policy and wrapper of the catalogue has a file of its version, and no other is there", () => {
  expect(readdirSync(folder)).toEqual(policies.map(({ file }) => file).sort());
});

test.each(policies)(
  "$file: the policy decides as this version did; else raise it and run npm run golden",
  ({ entry, file }) => {
    const now = decidedBy(entry);
    expect(differences(written(file), now)).toEqual([]);
    expect(now).toEqual(written(file));
  },
);

test("another decision is told with its row, and so is one more", () => {
  const before = { "{}": [["0 a: nothing (x)"], ["0 a: nothing (x)"]] };
  expect(differences(before, { "{}": [["0 a: nothing (x)"], ["0 a: nothing (y)", "1 a: nothing (y)"]] })).toEqual([
    "{}, row 2: 0 a: nothing (x) has become 0 a: nothing (y)",
  ]);
  expect(differences(before, { "{}": [["0 a: nothing (x)"], ["0 a: nothing (x)", "1 a: nothing (x)"]] })).toHaveLength(
    1,
  );
  expect(differences(before, { "{}": [[], []] })).toHaveLength(2);
  expect(differences(before, { '{"new":1}': [["0 a: nothing (z)"]] })).toEqual([]);
});
