import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { leaseHolder, takeLease } from "../../live/lease.ts";
import { processOf } from "../../live/process-table.ts";
import { until } from "./broker.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disfun-sim-lease-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("while another process has it nobody else gets it, and when that dies the next one does", async () => {
  const other = spawn("sleep", ["600"]);
  const claim = processOf(other.pid ?? 0);
  writeFileSync(join(folder, `lease.${claim?.pid}.${claim?.begun}`), "");
  expect(() => takeLease(folder)).toThrow(`the runner with process ${other.pid} acts here already`);
  expect(leaseHolder(folder)).toEqual(claim);
  expect(readdirSync(folder)).toHaveLength(1);
  other.kill("SIGKILL");
  await until(() => processOf(other.pid ?? 0) === undefined);
  expect(leaseHolder(folder)).toBeUndefined();
  const lease = takeLease(folder);
  expect(leaseHolder(folder)).toEqual(processOf(process.pid));
  expect(readdirSync(folder)).toHaveLength(1);
  lease.release();
  expect(leaseHolder(folder)).toBeUndefined();
});

test("a claim of a process whose number was given to another is nobody's", () => {
  const { pid, begun } = processOf(process.ppid) ?? { pid: 0, begun: 0 };
  writeFileSync(join(folder, `lease.${pid}.${begun - 1}`), "");
  takeLease(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});
