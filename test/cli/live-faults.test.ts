import { expect, test } from "vitest";
import { hangingDriver } from "../proof/faults/driver.ts";
import { kills } from "../proof/faults/kills.ts";

// The small of `npm run proof -- faults`, which has brokers, disks and clocks as well, and kills two hundred times.
test("a runner that is killed again and again orphans no worker, starts none twice and forgets no cooldown", async () => {
  const { violations, seen } = await kills(5, 1);
  expect(violations).toEqual([]);
  expect(seen).toMatch(/^[1-9]\d* changes/);
}, 180_000);

test("a driver's tool that hangs holds up no check, and no sampler is placed blindly", async () => {
  expect((await hangingDriver()).violations).toEqual([]);
}, 120_000);
