import { describe, expect, test } from "vitest";
import { parseLive } from "../../live/config.ts";

const base = `version: 1
policy: static
groups:
  workers: { serves: [work], maximum: 4, owner: { command: { read: [count] } } }
sensors:
  - command: { run: [depth], gives: { queues.work.waiting: /ready } }
`;

/** What is said of the base with one text replaced. */
function refusal(from: string, to: string): string {
  expect(base).toContain(from);
  try {
    parseLive(base.replace(from, to), "live.yaml");
  } catch (error) {
    return (error as { describe(): string }).describe();
  }
  return "nothing";
}

test("fills in what is not written", () => {
  const { name, written, policy, shadow } = parseLive(base, "dir/mine.yaml");
  expect({ name, policy, shadow }).toEqual({
    name: "mine",
    policy: { label: "static", policy: { name: "static" }, parameters: {} },
    shadow: [],
  });
  expect(written).toMatchObject({
    check: 15,
    journal: { rotateAt: 64 * 2 ** 20, keep: 30 },
    groups: { workers: { minimum: 0 } },
  });
});

test("reads the parameters of a policy as a scenario does", () => {
  const text = base.replace(
    "policy: static",
    "policy: { policy: utilization, parameters: { cooldown: 2m }, wrap: [cooled] }",
  );
  expect(parseLive(text, "live.yaml").policy.parameters).toEqual({ cooldown: 120, wrap: ["cooled"] });
});

test("warns of plain numbers, and tells of every mistake at once", () => {
  const plain = base.replace("policy: static", "policy: static\ncheck: 15").concat("    timeout: 3\n");
  expect(parseLive(plain, "dir/live.yaml").warnings).toEqual([
    "live.yaml:3:8 check: 15 has no unit and counts seconds; write 15s",
    expect.stringMatching(/^live\.yaml:\d:14 sensors\[0\]\.timeout: 3 has no unit/),
  ]);
  expect(parseLive(base, "live.yaml").warnings).toEqual([]);
  const lines = refusal("policy: static", "policy: statik\nchck: 15s").split("\n");
  expect(lines).toEqual([
    expect.stringContaining('there is no policy "statik"'),
    expect.stringContaining('unknown key "chck"; did you mean "check"?'),
  ]);
});

describe("refused, at its place:", () => {
  test.each([
    [
      "policy: static",
      "policy: statik",
      'live.yaml:2:1 policy.policy: there is no policy "statik"; did you mean "static"?',
    ],
    ["policy: static", "check: 5 parsecs\npolicy: static", 'live.yaml:2:8 check: "5 parsecs" is not a duration'],
    ["policy: static", "budget: 1h\npolicy: static", "live.yaml:2:9 budget: 3600 s is longer than check, 15 s"],
    [
      "policy: static",
      "shadow: [static]\npolicy: static",
      'live.yaml:2:10 shadow[0]: two policies are called "static"',
    ],
    [
      "serves: [work]",
      "serves: [wrok]",
      'live.yaml:4:23 groups.workers.serves[0]: no sensor tells of the queue "wrok"; did you mean "work"?',
    ],
    ["maximum: 4", "minimum: 5, maximum: 4", "live.yaml:4:51 groups.workers.maximum: 4 is less than the minimum, 5"],
    [
      "maximum: 4",
      "maximun: 4",
      'live.yaml:4:30 groups.workers.maximun: unknown key "maximun"; did you mean "maximum"?',
    ],
    ["queues.work.waiting", "queues.work.wating", "queues.work.wating"],
    ["queues.work.waiting", "groups.worker.p95", 'there is no group "worker"; did you mean "workers"?'],
    [
      "{ read: [count] }",
      "{ read: [count], scale: [submit] }",
      "owner.command.scale: nothing in it says how many; write {desired}",
    ],
    [
      "policy: static",
      "resourceLog: {}\npolicy: static",
      "live.yaml:2:14 resourceLog: no group is called evaluator or sampler; say which are meant, such as resourceLog: { sampler: workers }",
    ],
    [
      "policy: static",
      "resourceLog: { sampler: worker }\npolicy: static",
      'live.yaml:2:25 resourceLog.sampler: there is no group "worker"; did you mean "workers"?',
    ],
    ["/ready", "ready", '"ready" is no JSON pointer'],
    [
      "command: { run",
      "host: { node: here }\n    command: { run",
      "a sensor is one thing, and this has host and command; write two",
    ],
    [
      "gives: { queues.work.waiting: /ready } }",
      "gives: { queues.work.waiting: /ready } }\n    period: 1s",
      "live.yaml:7:13 sensors[0].period: every 1 s, and a reading may take 5 s",
    ],
  ])("%s becomes %s", (from, to, message) => {
    expect(refusal(from, to)).toContain(message);
  });

  test.each([
    ["{ consumers: wrok }", '4:94 groups.workers.owner.processes.ready.consumers: no sensor tells of the queue "wrok"'],
    ['{ http: "http://h:{port}" }', "there is no port; write port: 9000 beside ready"],
    ["{ http: h }", "write http://host or https://host"],
    ["{ exec: [a], consumers: work }", "a check of readiness is one thing, and this has exec and consumers"],
    ["{ timeout: 1s }", "a check of readiness needs one of exec, http, consumers"],
  ])("ready: %s", (ready, message) => {
    expect(refusal("command: { read: [count] }", `processes: { run: [w], ready: ${ready} }`)).toContain(message);
  });

  test.each([
    ['{ http: "http://h:{port}" }', "there is no port; write port: 9000 beside inService"],
    [
      "{ exec: [a], http: http://h }",
      "a question how many tasks are under way is one thing, and this has exec and http",
    ],
    ["{ exec: [a], at: running }", "write a JSON pointer, such as /tasks/running"],
    [
      "{ exec: [a], timeout: 5s }",
      "inService.timeout: may take 5 s, as long as the owner has for all it tells, 5 s; write a shorter timeout",
    ],
  ])("inService: %s", (question, message) => {
    expect(refusal("command: { read: [count] }", `processes: { run: [w], inService: ${question} }`)).toContain(message);
  });

  test.each([
    ["rabbitmq: { url: http://h, queues: { work: w } }", "begins with http:; write amqp://host or amqps://host"],
    [
      "rabbitmq: { url: amqp://me:secret@h, queues: { work: w } }",
      "has a password; write { env: NAME } or { file: PATH } instead",
    ],
    ["rabbitmqManagement: { url: nowhere, queues: { work: w } }", "is no address; write http://host or https://host"],
    [
      "http: { url: http://h, headers: { Authorization: Bearer x }, gives: { queues.work.waiting: '' } }",
      "a secret is not written here",
    ],
  ])("%s", (sensor, message) => {
    const said = refusal("command: { run: [depth], gives: { queues.work.waiting: /ready } }", sensor);
    expect(said).toMatch(/^live\.yaml:6:\d+ sensors\[0\]/);
    expect(said).toContain(message);
    expect(said).not.toContain("secret@");
  });
});

test.each([
  ["", "the file is empty"],
  ["- 1", "found a list"],
  ["version: 2", "version"],
])("%j is no configuration", (text, message) => {
  expect(() => parseLive(text, "live.yaml")).toThrow(message);
});
