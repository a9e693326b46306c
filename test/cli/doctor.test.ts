import { readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { disfunSim, inFolder } from "./disfun-sim.ts";

const config = `version: 1
policy: { file: mine.mjs }
limits: { perCheck: 1 }
groups:
  workers: { serves: [work], maximum: 8, owner: { command: { read: [cat, count] } } }
sensors:
  - command: { run: [cat, depth], gives: { queues.work.waiting: /ready } }
    timeout: 60s
`;
const mine = `const because = [{ code: "price", facts: {} }];
export default {
  name: "mine", version: 1, parameters: null, begin: () => null,
  decide: ({ signals }) => {
    const desired = signals.price > 1 ? 0 : 5;
    return { decisions: [{ subject: "workers", action: { kind: "scale", group: "workers", desired }, because }], memory: null };
  },
};
`;
const files = { "live.yaml": config, "mine.mjs": mine, depth: '{"ready": 40, "a": 1}', count: "3" };

const alone =
  'groups.workers.owner.command: cannot be asked for another count, so live --act would not work; write scale: [program, "{desired}"]';

test("tells what each sensor and group says and what would be done, and touches nothing", async () => {
  await inFolder(files, async (folder) => {
    const { code, out, err } = await disfunSim(folder, ["doctor", "live.yaml"]);
    expect(out.split("\n")).toEqual([
      "ok      command: queues.work.waiting 40",
      "ok      group workers: 3 desired, 3 there, 3 ready",
      "ok      journal and state: out/live",
      "ok      nobody else acts",
      `note    live.yaml:5:51 ${alone}`,
      "note    mine looks for what is not read here: signals.price",
      "would   workers: go 3 to 5, price; held back, asked for 4: per-check (limit 1)",
      "",
    ]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const acting = await disfunSim(folder, ["live", "live.yaml", "--act", "--checks", "1"]);
    expect(acting).toEqual({ code: 2, out: "", err: `error: live.yaml:5:51 ${alone}\n` });
    expect(readdirSync(folder).sort()).toEqual(["count", "depth", "live.yaml", "mine.mjs"]);
  });
});

test("tells of a policy that waits for what processes never tell of themselves, and so does live", async () => {
  const text = config
    .replace("{ file: mine.mjs }", "delayed-off")
    .replace(/owner: .*/, "owner: { processes: { run: [sleep, '60'] } } }");
  await inFolder({ "live.yaml": text, depth: '{"ready": 0}' }, async (folder) => {
    const { code, out } = await disfunSim(folder, ["doctor", "live.yaml"]);
    expect(code).toBe(0);
    expect(out).toContain("note    delayed-off looks for what is not read here: groups.workers.replicas.inService\n");
    const { err } = await disfunSim(folder, ["live", "live.yaml", "--checks", "1"]);
    expect(err).toContain('"readings":["groups.workers.replicas.inService"]');
    const asking = text.replace("run: [sleep, '60']", "run: [sleep, '60'], inService: { exec: [echo, '0'] }");
    expect(asking).not.toBe(text);
    writeFileSync(join(folder, "live.yaml"), asking);
    expect((await disfunSim(folder, ["doctor", "live.yaml"])).out).not.toContain("looks for what is not read");
    expect((await disfunSim(folder, ["live", "live.yaml", "--checks", "1"])).err).not.toContain("readings");
  });
});

test("tells of what is not read yet, of processes that crash, and of a group that the policy leaves alone", async () => {
  const text = `version: 1
check: 200ms
policy: { file: mine.mjs }
groups:
  workers: { serves: [work], owner: { processes: { run: [sh, -c, "sleep 0.3; exit 3"] } } }
  others: { serves: [work], owner: { command: { read: [cat, count] } } }
sensors:
  - command: { run: [cat, depth], gives: { queues.work.waiting: /ready } }
  - command: { run: [cat, depth], gives: { signals.price: /price } }
`;
  await inFolder(
    { "live.yaml": text, "mine.mjs": mine, depth: '{"ready": 0, "price": null}', count: "1" },
    async (folder) => {
      const { err } = await disfunSim(folder, ["live", "live.yaml", "--act", "--checks", "6"]);
      expect(err).toContain("warning: live.yaml:6:38 groups.others.owner.command: cannot be asked");
      expect(err).toMatch(/"exit":3,"log":"[^"]*out\/live\/groups\/logs\/workers-1\.log"/);
      const { out } = await disfunSim(folder, ["doctor", "live.yaml"]);
      expect(out).toMatch(/^note {4}command-2: no readings yet$/m);
      expect(out).toMatch(
        /^note {4}group workers: 5 desired, \d there, 0 ready; \d crashed one after the other.*; what they print is in out\/live\/groups\/logs$/m,
      );
      expect(out).toMatch(/^note {4}mine says nothing of group others, which stays as it is$/m);
    },
  );
});

/** All that can be wrong where the file itself is right, each with what is said of it. */
const wrong = (port: number): [config: string, said: RegExp][] => [
  [
    '- command: { run: [cat, depth], gives: { queues.work.waiting: "" } }',
    /^wrong {3}\S*:\d+:\d+ sensors\[0\]\.command\.run: cat prints "nonsense", expected JSON$/m,
  ],
  [
    '- command: { run: [no-such-program], gives: { signals.a: "" } }',
    /^wrong {3}\S*:\d+:\d+ sensors\[1\]\.command\.run: there is no program no-such-program$/m,
  ],
  [
    "- rabbitmq: { url: { env: NOT_SET }, queues: { work: w } }",
    /^wrong {3}\S*:\d+:\d+ sensors\[2\]\.rabbitmq\.url: the environment variable NOT_SET is not set$/m,
  ],
  [
    `- http: { url: "http://127.0.0.1:${port}/closed", gives: { signals.b: /b } }`,
    /^wrong {3}\S*:\d+:\d+ sensors\[3\]\.http\.url: http:\S* answers 401 Unauthorized$/m,
  ],
  [
    `- rabbitmqManagement: { url: "http://127.0.0.1:${port}", queues: { work: lost } }`,
    /^wrong {3}\S*:\d+:\d+ sensors\[4\]\.rabbitmqManagement\.queues\.work: \S* answers 404 Not Found$/m,
  ],
  [
    `- http: { url: "http://127.0.0.1:${port}/busy", gives: { signals.c: /c } }`,
    /^silent {2}\S*:\d+:\d+ sensors\[5\]\.http\.url: \S* answers 503 Service Unavailable$/m,
  ],
];

const owners: [config: string, said: RegExp][] = [
  [
    "processes: { run: [no-such-worker] }",
    /^wrong {3}\S*:\d+:\d+ groups\.g0\.owner\.processes\.run: there is no program no-such-worker$/m,
  ],
  [
    "processes: { run: [./count] }",
    /^wrong {3}\S*:\d+:\d+ groups\.g1\.owner\.processes\.run: \.\/count may not be run$/m,
  ],
  [
    "processes: { run: [sleep], folder: nowhere }",
    /^wrong {3}\S*:\d+:\d+ groups\.g2\.owner\.processes\.folder: there is no folder nowhere$/m,
  ],
  [
    "processes: { run: [sleep], environment: { KEY: { file: lost } } }",
    /^wrong {3}\S*:\d+:\d+ groups\.g3\.owner\.processes\.environment\.KEY: the file lost cannot be read \(ENOENT\)$/m,
  ],
  [
    'command: { read: [cat, count], scale: [lost, "{desired}"] }',
    /^wrong {3}\S*:\d+:\d+ groups\.g4\.owner\.command\.scale: there is no program lost$/m,
  ],
  [
    "command: { read: [cat, depth] }",
    /^wrong {3}\S*:\d+:\d+ groups\.g5\.owner\.command\.read: cat prints "nonsense", expected JSON$/m,
  ],
  [
    'timeout: 300ms, command: { read: [sleep, "60"] }',
    /^silent {2}\S*:\d+:\d+ groups\.g6\.owner: no answer in 0\.3 s$/m,
  ],
];

test("tells of all that is wrong at once, each at its place, and live --act starts nothing of it", async () => {
  const server = createServer(({ url }, response) => {
    response.statusCode = url === "/closed" ? 401 : url === "/busy" ? 503 : 404;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sensors = wrong((server.address() as AddressInfo).port);
  const all = `version: 1
policy: static
journal: { folder: count/journal }
resourceLog: { folder: count/logs, sampler: g0 }
caches: { timeout: 60s, command: { read: [cat, caches], retain: [lost, "{cache}", "{timeToLive}"] } }
groups:
${owners.map(([owner], index) => `  g${index}: { owner: { ${owner.startsWith("timeout") ? "" : "timeout: 60s, "}${owner} } }`).join("\n")}
sensors:
${sensors.map(([sensor]) => `  ${sensor}\n    timeout: 60s`).join("\n")}
`;
  await inFolder(
    { ...files, depth: "nonsense", caches: '{"answers": {"timeToLive": 60}}', "live.yaml": all },
    async (folder) => {
      const { code, out, err } = await disfunSim(folder, ["doctor", "live.yaml"]);
      expect({ code, err }).toEqual({ code: 2, err: "" });
      for (const [, said] of [...sensors, ...owners]) expect(out).toMatch(said);
      expect(out).toMatch(/^wrong {3}\S*:3:20 journal\.folder: count\/journal cannot be written to$/m);
      expect(out).toMatch(/^wrong {3}\S*:4:24 resourceLog\.folder: count\/logs cannot be written to$/m);
      expect(out).toMatch(/^ok {6}caches: caches.answers.timeToLive 60$/m);
      expect(out).toMatch(/^wrong {3}\S*:5:\d+ caches\.command\.retain: there is no program lost$/m);
      const acting = await disfunSim(folder, ["live", "live.yaml", "--act", "--checks", "1"]);
      expect(acting).toMatchObject({ code: 2, out: "" });
      expect(acting.err).toContain("groups.g0.owner.processes.run: there is no program no-such-worker");
      expect(readdirSync(folder).sort()).toEqual(["caches", "count", "depth", "live.yaml", "mine.mjs"]);
    },
  );
  server.close();
});

test.each([
  [
    "something that does not answer",
    config
      .replace("gives: {", "gives: { signals.a: /a,")
      .replace("sensors:", "sensors:\n  - rabbitmq: { url: amqp://127.0.0.1:1, queues: { work: w } }"),
    69,
    /^silent {2}live\.yaml:7:\d+ sensors\[0\]\.rabbitmq\.url: .*ECONNREFUSED/m,
  ],
  [
    "a configuration that contradicts itself",
    config.replace("maximum: 8", "minimum: 9, maximum: 8"),
    2,
    /^error: live\.yaml:5:\d+ groups\.workers\.maximum: 8 is less than the minimum, 9$/m,
  ],
])("%s", async (_, text, code, said) => {
  await inFolder({ ...files, "live.yaml": text }, async (folder) => {
    const finished = await disfunSim(folder, ["doctor", "live.yaml"]);
    expect(finished.code).toBe(code);
    expect(finished.out + finished.err).toMatch(said);
  });
});
