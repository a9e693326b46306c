import { expect, test } from "vitest";
import { renderReport } from "../../reports/index.ts";
import type { Result } from "../../sim/result.ts";
import { bareResult } from "./bare-result.ts";
import { fixture } from "./fixture.ts";

/** The page without its scripts: what is there to read when nothing runs. */
const readable = (page: string) => page.replace(/<script[\s\S]*?<\/script>/g, "");

test("is the same every time, and small enough to send", async () => {
  const page = await renderReport(fixture());
  expect(await renderReport(fixture())).toBe(page);
  expect(Buffer.byteLength(page)).toBeLessThan(2_000_000);
});

test("loads nothing from elsewhere", async () => {
  const page = readable(await renderReport(fixture()));
  expect(page).not.toMatch(/(?:src|href)="(?!data:|#|result\.json|series\.csv|journal)/);
  expect(page).not.toMatch(/url\(|@import/);
});

test("hostile names stay text wherever they appear", async () => {
  const evil = `</script><img src=x onerror="alert('1')">&<!--`;
  const base = fixture();
  const result: Result = {
    ...base,
    name: evil,
    description: evil,
    warnings: [evil],
    generator: { ...base.generator, version: evil },
    scenario: { note: evil },
    workload: [{ source: evil, queue: evil, file: evil, rows: 3, used: 1, skipped: { [evil]: 2 }, sha256: evil }],
    policies: base.policies.map((policy) => ({
      ...policy,
      label: `${evil} ${policy.label}`,
      policy: evil,
      parameters: { [evil]: evil },
      runs: policy.runs.map((run) => ({ ...run, queues: { ...run.queues, [evil]: run.tasks } })),
      detail: {
        ...policy.detail,
        decisions: [
          {
            time: 1,
            subject: evil,
            because: [{ code: evil, facts: { [evil]: evil } }],
            repeats: 1,
            desired: { from: 1, to: 2 },
          },
        ],
        wait: { [evil]: { value: [1, 2], share: [0.5, 1] } },
      },
    })),
    fingerprint: evil,
  };
  const page = await renderReport({ ...result, command: evil }, { journals: { [evil]: evil } });
  expect(page).not.toContain("<img");
  expect(readable(page)).not.toContain('onerror="');
  expect(page.match(/<script/g)).toHaveLength(4);
  expect(page.match(/<\/script>/g)).toHaveLength(4);
});

test("says what is not known as unknown, never as zero", async () => {
  const result = fixture();
  const [first] = result.policies;
  if (first === undefined) throw new Error("the fixture has policies");
  delete first.summary["wait.p95"];
  const page = await renderReport(result);
  expect(page).toMatch(/<td class="number" title="unknown">–<\/td>/);
});

test("reads without scripts: numbers, warnings, rows not used, decisions with reasons, parameters, how to repeat it", async () => {
  const page = readable(
    await renderReport(
      { ...fixture(), command: "npx disfun-sim run mine.yaml --seeds 3" },
      { journals: { careful: "journal.careful.jsonl" } },
    ),
  );
  for (const text of [
    "59.57",
    "evaluator has a warm-up of 0 s",
    "42 end before start",
    "backlog-above-threshold",
    "at-maximum",
    "thresholds.up",
    "npx disfun-sim run mine.yaml --seeds 3",
    "3c5d3c5d",
    "2023-11-16 18:15:46 UTC",
    'href="journal.careful.jsonl"',
  ])
    expect(page).toContain(text);
});

test("tells what reason codes mean, and whose a decision is where there are several controllers", async () => {
  const result = fixture();
  expect(readable(await renderReport(result))).not.toContain("Controller</th>");
  for (const policy of result.policies) {
    policy.reasons = { "backlog-above-threshold": "More waits than is allowed." };
    for (const [index, entry] of policy.detail.decisions.entries()) entry.controller = index % 2 ? "east" : "west";
  }
  const page = readable(await renderReport(result));
  expect(page).toContain('More waits than is allowed. <span class="code">backlog-above-threshold</span>');
  expect(page).toMatch(/<th scope="col">Controller<\/th>/);
  expect(page).toContain("<td>east</td>");
});

test("a result of one policy, without traces, prices, devices or decisions still makes a page", async () => {
  expect(await renderReport(bareResult())).toContain("It never changed a desired count.");
});

test("counts all changes of a desired count, and says how many of them are listed", async () => {
  const result = fixture();
  const [first] = result.policies;
  if (first === undefined) throw new Error("the fixture has policies");
  first.detail.decisions = Array.from({ length: 700 }, (_, time) => ({
    ...{ time, subject: "sampler", because: [{ code: "backlog", facts: {} }], repeats: 1 },
    ...(time % 2 === 0 ? { desired: { from: 1, to: 2 } } : {}),
  }));
  const page = readable(await renderReport(result));
  expect(page).toMatch(
    /<p class="note">350 changes of a desired count, the first (\d+) of them listed\. 350 times nothing/,
  );
  first.detail.decisionsLeftOut = 3;
  expect(readable(await renderReport(result))).toContain("350 changes of a desired count among the decisions kept, ");
});
