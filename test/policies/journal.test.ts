import { expect, test } from "vitest";
import { bind, control, formatLine, isHeader, parseLine, readJournal, UsageError } from "../../policies/index.ts";
import { groupOf, idle, observe } from "./observations.ts";

const controller = control(bind("static", { counts: { sampler: 4 } }));
const header = controller.header();
const { record } = controller.step(observe({ time: 30, groups: { sampler: groupOf(idle(2)) } }));

test("what is written is read back, line for line", () => {
  const text = `${formatLine(header)}\n${formatLine(record)}\n`;
  const lines = [...readJournal(text.split("\n"), "journal.jsonl")];
  expect(lines).toEqual([header, record]);
  expect(lines.map(isHeader)).toEqual([true, false]);
});

test("a journal is enough to decide the same again", () => {
  const [first, second] = readJournal([formatLine(header), formatLine(record), ""]);
  if (first === undefined || second === undefined || !isHeader(first) || isHeader(second))
    throw new Error("not as written");
  const again = control(bind(first.policy, first.parameters), first.memory);
  expect(again.step(second.observation).record.decisions).toEqual(second.decisions);
});

test.each([
  ["a line cut off", '{"time":1,"obs', "not a line of JSON"],
  ["another value", "[1]", "expected an object"],
  ["another version", '{"version":2,"kind":"header","policy":"static"}', "version 2 is not known"],
  ["a header without a policy", '{"version":1,"kind":"header"}', "names no policy"],
  ["a record without decisions", '{"time":1,"observation":{}}', "a record has time, observation and decisions"],
])("%s is refused with its place", (_, text, message) => {
  const read = () => parseLine(text, { file: "journal.jsonl", line: 7 });
  expect(read).toThrow(UsageError);
  expect(read).toThrow(message);
  expect(read).toThrow(expect.objectContaining({ place: { file: "journal.jsonl", line: 7 } }));
});

test("a journal without its header is refused", () => {
  expect(() => [...readJournal(["", formatLine(record)], "journal.jsonl")]).toThrow("a journal begins with its header");
});
