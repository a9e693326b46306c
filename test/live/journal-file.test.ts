import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { journalFile } from "../../live/journal-file.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function journal(options: { rotateAt?: number; keep?: number; folder?: string } = {}) {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "disfun-sim-journal-"));
  if (options.folder === undefined) folders.push(folder);
  let memory = 0;
  const header = () => `header ${memory}`;
  const file = journalFile({
    folder,
    name: "journal",
    header,
    rotateAt: 20,
    keep: 5,
    stamp: () => "2026-11-22T10-00-00",
    ...options,
  });
  return {
    folder,
    write: (line: string) => {
      file.makeRoom();
      file.write(line);
      memory++;
    },
    files: () =>
      Object.fromEntries(
        readdirSync(folder)
          .sort()
          .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
      ),
  };
}

test("a full file makes room for one that begins with the header of then", () => {
  const { write, files } = journal();
  for (const line of ["first line", "second", "third"]) write(line);
  expect(files()).toEqual({
    "journal.2026-11-22T10-00-00.jsonl": "header 0\nfirst line\n",
    "journal.jsonl": "header 1\nsecond\nthird\n",
  });
});

test("a start leaves what is there and begins anew", () => {
  const { folder, write } = journal();
  write("before");
  journal({ folder }).write("after");
  expect(readdirSync(folder).sort()).toEqual(["journal.2026-11-22T10-00-00.jsonl", "journal.jsonl"]);
});

test("while the next file cannot be begun, whatever the reason, none that is full is given up for it", () => {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-journal-"));
  folders.push(folder);
  let isFull = false;
  const header = () => {
    if (isFull) throw new Error("no space left");
    return "header";
  };
  const file = journalFile({ folder, name: "journal", header, rotateAt: 1, keep: 1, stamp: () => "2026" });
  file.write("kept");
  isFull = true;
  const before = readdirSync(folder).sort();
  for (let turn = 0; turn < 3; turn++) expect(() => file.makeRoom()).toThrow("no space left");
  expect(readdirSync(folder).sort()).toEqual(before);
  isFull = false;
  file.makeRoom();
  expect(readFileSync(join(folder, "journal.2026.jsonl"), "utf8")).toBe("header\nkept\n");
});

test("keeps the newest full files, and those of others", () => {
  const { folder, write } = journal({ rotateAt: 1, keep: 2 });
  writeFileSync(join(folder, "journal.shadow-other.jsonl"), "");
  for (const line of ["a", "b", "c", "d"]) write(line);
  expect(readdirSync(folder).sort()).toEqual([
    "journal.2026-11-22T10-00-00~2.jsonl",
    "journal.2026-11-22T10-00-00~3.jsonl",
    "journal.jsonl",
    "journal.shadow-other.jsonl",
  ]);
});

test("a folder that cannot be written to is the user's to mend", () => {
  const { folder, write } = journal();
  write("x");
  expect(() => journal({ folder: join(folder, "journal.jsonl") })).toThrow(
    /journal cannot be written \((EEXIST|ENOTDIR)\)/,
  );
  // Where nobody can make one, `mkdir` of Node 20 itself would try for ever.
  expect(() => journal({ folder: "/proc/none/deeper" })).toThrow("journal cannot be written (ENOENT)");
});
