import { z } from "zod";
import type { Action } from "../../policies/policy.ts";
import { type Reading, type Sensor, SensorFault } from "../sensor.ts";
import { jsonFrom } from "../sensors/command.ts";
import { askCommand } from "./ask-command.ts";

/** Whatever a policy may ask for beside a count of replicas. */
export type ResourceAction = Exclude<Action, { readonly kind: "scale" }>;

/** Whoever keeps models or caches: tells of them as a sensor does, and may be asked to change them. */
export interface ResourceOwner extends Sensor {
  /** What it can be asked for. */
  readonly asks: readonly ResourceAction["kind"][];
  /** Asking again changes nothing. What came of it the next reading tells. Throws when it says no. */
  ask(action: ResourceAction, signal: AbortSignal): Promise<void>;
}

type Words = readonly string[];

/** Models on GPUs, as a program tells of them, and programs that change them; one that is missing cannot be asked. */
export function modelOwner(
  {
    read,
    ...programs
  }: { readonly read: Words; readonly load?: Words | undefined; readonly unload?: Words | undefined },
  folder: string,
): ResourceOwner {
  const tell = (told: z.output<typeof models>): Reading => ({
    devices: Object.fromEntries(Object.entries(told).map(([device, models]) => [device, { models }])),
  });
  return commandOwner({ read, programs, schema: models, shape: "{GPU: [{name, size}]}", tell }, folder);
}

/** Caches, as a program tells of them, and a program that sets how long their entries live. */
export function cacheOwner(
  { read, ...programs }: { readonly read: Words; readonly retain?: Words | undefined },
  folder: string,
): ResourceOwner {
  const tell = (told: z.output<typeof caches>): Reading => ({ caches: told });
  return commandOwner({ read, programs, schema: caches, shape: "{CACHE: {timeToLive, hits, lookups}}", tell }, folder);
}

const count = z.number().nonnegative();
const models = z.record(
  z.string(),
  z.array(
    z.strictObject({
      name: z.string().min(1),
      size: count,
      lastUsed: z.number().exactOptional(),
      uses: count.exactOptional(),
      inUse: count.exactOptional(),
    }),
  ),
);
const caches = z.record(
  z.string(),
  z.strictObject({ timeToLive: count, hits: count.exactOptional(), lookups: count.exactOptional() }),
);

interface Resources<Told> {
  readonly read: Words;
  /** By what they are asked for. */
  readonly programs: Partial<Readonly<Record<ResourceAction["kind"], Words | undefined>>>;
  readonly schema: z.ZodType<Told>;
  /** In words. */
  readonly shape: string;
  readonly tell: (told: Told) => Reading;
}

function commandOwner<Told>({ read, programs, schema, shape, tell }: Resources<Told>, folder: string): ResourceOwner {
  return {
    asks: (["load", "unload", "retain"] as const).filter((kind) => programs[kind] !== undefined),
    listed: () => ({}),
    async read(signal) {
      const { success, data, error } = schema.safeParse(await jsonFrom(read, folder, signal, ["read"]));
      if (success) return tell(data);
      const where = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)[0];
      throw new SensorFault("refused", `${read[0]} prints something else than ${shape} (${where})`, ["read"]);
    },
    ask: (action, signal) => askCommand(programs[action.kind] ?? [], { ...action }, folder, signal),
    close: async () => undefined,
  };
}
