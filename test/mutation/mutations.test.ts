import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mutations } from "./mutations.ts";

const root = new URL("../../", import.meta.url);

test.each(mutations)("where $file breaks so that $what is still there", ({ file, find, put }) => {
  expect(readFileSync(new URL(file, root), "utf8").split(find).length - 1).toBe(1);
  expect(put).not.toBe(find);
});

test("every mutation has a name of its own", () => {
  expect(new Set(mutations.map(({ what }) => what)).size).toBe(mutations.length);
});
