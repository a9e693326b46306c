import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseLive } from "../../live/config.ts";
import { addEntry, emptyTable, writeTable } from "../../live/owners/processes/table.ts";
import { processOf } from "../../live/process-table.ts";
import { strays } from "../../live/strays.ts";

const config = (groups: string) =>
  parseLive(
    `{ version: 1, policy: static, groups: ${groups}, sensors: [{ host: { node: here } }] }`,
    join(tmpdir(), "live.yaml"),
  );
const processes = "{ owner: { processes: { run: [sleep, '600'] } } }";
const command = "{ owner: { command: { read: [echo, '1'] } } }";

test("tells of processes whose group is gone or has another owner, and of nothing else", () => {
  const folder = mkdtempSync(join(tmpdir(), "disfun-sim-strays-"));
  try {
    expect(strays(config("{}"), folder)).toEqual([]);
    mkdirSync(join(folder, "groups"));
    const self = processOf(process.pid);
    const table = emptyTable();
    addEntry(table, "labour", 1_000_000);
    addEntry(table, "labour", 1_000_000).process = { pid: process.pid, begun: self?.begun ?? 0 };
    writeTable(join(folder, "groups/labour.json"), table);
    writeTable(join(folder, "groups/idle.json"), emptyTable());
    writeFileSync(join(folder, "groups/broken.json"), "{");
    const rest = `1 of its processes runs on; put it back and scale it to 0, or end them: ${process.pid}`;
    expect(strays(config(`{ labour: ${processes} }`), folder)).toEqual([]);
    expect(strays(config(`{ work: ${processes} }`), folder)).toEqual([
      `group labour is not in the configuration and ${rest}`,
    ]);
    expect(strays(config(`{ labour: ${command} }`), folder)).toEqual([
      `group labour is in the configuration without processes and ${rest}`,
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
