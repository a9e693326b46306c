import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { tracesFolder } from "../../scenarios/trace-path.ts";
import type { Mutation } from "./mutations.ts";

/** A test that fails. */
export interface Notice {
  /** Undefined: none of them came to an end. */
  readonly file: string | undefined;
  readonly test: string;
}

/** The tracked files as they are now, in a temporary folder, to be broken and tested there. */
export function copyOfSources() {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "mutations-"));
  for (const name of execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n")) {
    cpSync(join(root, name), join(folder, name));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));

  /** The first test that fails, of those named or, with `related`, of those that import a file. */
  function vitest(args: readonly string[]): Notice | "none" | undefined {
    const report = join(folder, "report.json");
    rmSync(report, { force: true });
    const config = ["--root=.", "--config=test/mutation/vitest.config.ts", "--reporter=json", `--outputFile=${report}`];
    const { status, stderr } = spawnSync("node", ["node_modules/vitest/vitest.mjs", ...args, "--run", ...config], {
      cwd: folder,
      env: { ...process.env, DISFUN_TRACES: tracesFolder() },
      encoding: "utf8",
      timeout: LONGEST,
      killSignal: "SIGKILL",
    });
    if (status === null) return { file: undefined, test: `no end within ${LONGEST / 1000} s` };
    const { testResults, numTotalTests } = JSON.parse(readFileSync(report, "utf8")) as Report;
    const failed = testResults.find(({ status }) => status === "failed");
    if (failed === undefined && status !== 0) throw new Error(`vitest ended with ${status}: ${stderr}`);
    if (failed === undefined) return numTotalTests === 0 ? "none" : undefined;
    const test = failed.assertionResults.find(({ status }) => status === "failed");
    return { file: relative(folder, failed.name), test: test?.fullName ?? "cannot be loaded" };
  }

  return {
    /** What happens while the copy has this mutation. */
    broken<Value>({ file, find, put }: Mutation, happens: () => Value): Value {
      const path = join(folder, file);
      const whole = readFileSync(path, "utf8");
      const parts = whole.split(find);
      if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${find}`);
      writeFileSync(path, parts.join(put));
      try {
        return happens();
      } finally {
        writeFileSync(path, whole);
      }
    },
    /** Asks the tests that import this file, or all if none does. Undefined if they pass. */
    ask(file: string): Notice | undefined {
      const notice = vitest(["related", file]);
      return notice === "none" ? this.run([]) : notice;
    },
    /** Runs these test files, or all. */
    run(files: readonly string[]): Notice | undefined {
      const notice = vitest(["run", ...files]);
      return notice === "none" ? undefined : notice;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

interface Report {
  readonly numTotalTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Milliseconds: what is broken may never end. */
const LONGEST = 400_000;
