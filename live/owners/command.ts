import { z } from "zod";
import type { Replica } from "../../policies/policy.ts";
import type { Owned, Owner } from "../owner.ts";
import { SensorFault } from "../sensor.ts";
import { jsonFrom } from "../sensors/command.ts";
import { askCommand } from "./ask-command.ts";

const count = z.int().nonnegative();

const replica = z.strictObject({
  id: z.string().min(1),
  phase: z.enum(["pending", "warming", "ready", "unhealthy", "draining", "failed"]).exactOptional(),
  since: z.number().exactOptional(),
  started: z.number().exactOptional(),
  node: z.string().exactOptional(),
  devices: z.array(z.string()).exactOptional(),
  workers: z.array(z.string()).exactOptional(),
  inService: z.number().exactOptional(),
});

const answer = z.union([count, z.strictObject({ desired: count, replicas: z.array(replica) })]);

export interface CommandOwnerSpec {
  readonly read: readonly string[];
  /** Missing: it cannot be asked. */
  readonly scale?: readonly string[] | undefined;
}

/** Where the program stands in the owner's configuration. */
const PATH = ["command", "read"];

/** A group whose replicas a program tells of. */
export function commandOwner(group: string, { read, scale }: CommandOwnerSpec, folder: string): Owner {
  const owner: Owner = {
    async read(signal) {
      const said = await jsonFrom(read, folder, signal, PATH);
      const { success, data, error } = answer.safeParse(said);
      if (!success) throw new SensorFault("refused", `${read[0]} ${wrong(said, error)}`, PATH);
      return owned(group, data);
    },
  };
  if (scale === undefined) return owner;
  return {
    ...owner,
    async scale({ desired, release = [] }, signal) {
      await askCommand(scale, { desired, release: release.join(",") }, folder, signal);
    },
  };
}

/** Of a plain count nothing is known but that so many run. */
function owned(group: string, told: z.output<typeof answer>): Owned {
  if (typeof told !== "number") return { ...told, replicas: oldestFirst(told.replicas) };
  const replicas = Array.from(
    { length: told },
    (_, index): Replica => ({ id: `${group}-${index + 1}`, phase: "ready" }),
  );
  return { desired: told, replicas };
}

function oldestFirst(replicas: readonly Replica[]): Replica[] {
  return replicas.toSorted((a, b) => (a.started ?? 0) - (b.started ?? 0));
}

function wrong(said: unknown, error: z.ZodError): string {
  const [issue] = error.issues;
  const member = issue?.code === "invalid_union" ? issue.errors.at(-1)?.[0] : issue;
  const where =
    member === undefined || member.path.length === 0 ? "" : ` (${member.path.join(".")}: ${member.message})`;
  return `prints ${JSON.stringify(said).slice(0, 60)}${where}, expected a count or {desired, replicas: [{id, phase, started, …}]}`;
}
