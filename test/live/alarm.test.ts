import { expect, test } from "vitest";
import { alarm } from "../../live/alarm.ts";
import type { Log } from "../../live/log.ts";
import { groupOf, idle, observe } from "../policies/observations.ts";

test("tells once when a group does not get what is desired, and when it has it", () => {
  const said: string[] = [];
  const hear = (level: string) => (_facts: unknown, message: string) => said.push(`${level}: ${message}`);
  const watch = alarm(60, { error: hear("error"), info: hear("info") } as unknown as Log);
  const at = (time: number, replicas: number) => {
    const sampler = groupOf(idle(replicas), { desired: 3 });
    watch({ ...observe({ groups: { sampler } }), time });
    return said.splice(0);
  };
  expect([at(0, 1), at(59, 2), at(60, 2), at(120, 1)]).toEqual([[], [], ["error: does not get what is desired"], []]);
  expect([at(130, 3), at(131, 2), at(190, 2), at(191, 2)]).toEqual([
    ["info: has what is desired"],
    [],
    [],
    ["error: does not get what is desired"],
  ]);
});
