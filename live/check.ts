import { bind, catalogue, didYouMean, type Json } from "../policies/index.ts";
import { checkPolicy, type Path, type Problem, policySpec } from "../scenarios/index.ts";
import { ownerFor, resourcesOf } from "./resources.ts";
import type { LiveFile } from "./schema.ts";
import type { OwnerFile } from "./schema-owner.ts";
import { kindOf, type SensorFile } from "./schema-sensors.ts";

/** What contradicts itself in a configuration. */
export function checkLive(written: LiveFile, file: string): Problem[] {
  return [...checkParts(written, file), ...checkActions(written, file)];
}

/** What is wrong in its parts, whatever the others are meant to be. */
export function checkParts(written: LiveFile, file: string): Problem[] {
  const queues = queuesOf(written);
  const names = { groups: Object.keys(written.groups), queues };
  return [
    ...checkPolicy(["policy"], written.policy, file, names),
    ...written.shadow.flatMap((policy, index) => checkPolicy(["shadow", index], policy, file, names)),
    ...checkLabels(written, file),
    ...checkGroups(written),
    ...written.sensors.flatMap((sensor, index) => checkSensor(["sensors", index], sensor, written)),
    ...checkBudget(written),
    ...checkResourceLog(written),
  ];
}

/** What the policy may ask for, somebody must be able to do. */
function checkActions(written: LiveFile, file: string): Problem[] {
  const { policy, parameters } = policySpec(written.policy, file);
  const entry = "name" in policy ? catalogue.find(({ name }) => name === policy.name) : undefined;
  if (entry?.asks === undefined || typeof parameters !== "object" || parameters === null) return [];
  const bound = boundParameters(entry.name, parameters);
  if (bound === undefined) return [];
  const resources = resourcesOf(written, ".");
  return entry.asks(bound).flatMap((kind): Problem[] => {
    if (ownerFor(kind, resources) !== undefined) return [];
    const owner = kind === "retain" ? "caches" : "models";
    const message = `may ask to ${kind}, and nobody here can; write ${owner}: { command: { read: […], ${kind}: […] } }`;
    return [{ path: ["policy"], message }];
  });
}

/** Without wrappers; undefined where they are wrong, which is told elsewhere. */
function boundParameters(name: string, parameters: object): Json | undefined {
  try {
    return bind(name, { ...parameters, wrap: null }).parameters;
  } catch {
    return undefined;
  }
}

/** The queues that groups serve, and those that sensors tell of. */
export function queuesOf({ groups, sensors }: LiveFile): string[] {
  const served = Object.values(groups).flatMap(({ serves }) => serves);
  const told = sensors.flatMap((sensor) => [
    ...Object.keys(sensor.rabbitmq?.queues ?? {}),
    ...Object.keys(sensor.rabbitmqManagement?.queues ?? {}),
    ...targets(sensor).flatMap(([table, owner]) => (table === "queues" ? owner : [])),
  ]);
  return [...new Set([...served, ...told])];
}

function targets({ http, command }: SensorFile): [table: string, owner: string][] {
  return Object.keys((http ?? command)?.gives ?? {}).map((target) => {
    const [table = "", owner = ""] = target.split(".");
    return [table, owner];
  });
}

/** Journals are named after the policies. */
function checkLabels({ policy, shadow }: LiveFile, file: string): Problem[] {
  const labels = [policy, ...shadow].map((each) => policySpec(each, file).label);
  return labels.flatMap((label, index): Problem[] =>
    labels.indexOf(label) === index
      ? []
      : [{ path: ["shadow", index - 1], message: `two policies are called "${label}"; give one another name: …` }],
  );
}

function checkGroups(written: LiveFile): Problem[] {
  const told = queuesOf({ ...written, groups: {} });
  const checkQueue = (path: Path, queue: string): Problem[] =>
    told.includes(queue)
      ? []
      : [{ path, message: `no sensor tells of the queue "${queue}"${didYouMean(queue, told)}` }];
  return Object.entries(written.groups).flatMap(([group, { serves, minimum, maximum, owner }]): Problem[] => [
    ...serves.flatMap((queue, index) => checkQueue(["groups", group, "serves", index], queue)),
    ...checkScale(["groups", group, "owner", "command", "scale"], owner),
    ...checkReady(["groups", group, "owner", "processes", "ready"], owner, checkQueue),
    ...checkInService(["groups", group, "owner", "processes", "inService"], owner),
    ...(maximum !== undefined && maximum < minimum
      ? [{ path: ["groups", group, "maximum"], message: `${maximum} is less than the minimum, ${minimum}` }]
      : []),
  ]);
}

function checkScale(path: Path, { command }: OwnerFile): Problem[] {
  if (command?.scale === undefined || command.scale.some((word) => word.includes("{desired}"))) return [];
  return [{ path, message: "nothing in it says how many; write {desired} where the count goes" }];
}

function checkReady(
  path: Path,
  { processes }: OwnerFile,
  checkQueue: (path: Path, queue: string) => Problem[],
): Problem[] {
  const { ready, port } = processes ?? {};
  if (ready?.consumers !== undefined) return checkQueue([...path, "consumers"], ready.consumers);
  return checkReplicaAddress([...path, "http"], ready?.http, port);
}

/** Who does not answer must not cost what is known of the others. */
function checkInService(path: Path, { processes, timeout }: OwnerFile): Problem[] {
  const { inService, port } = processes ?? {};
  if (inService === undefined) return [];
  const message = `may take ${inService.timeout} s, as long as the owner has for all it tells, ${timeout} s; write a shorter timeout`;
  const slow = inService.timeout < timeout ? [] : [{ path: [...path, "timeout"], message }];
  return [...slow, ...checkReplicaAddress([...path, "http"], inService.http, port)];
}

function checkReplicaAddress(path: Path, url: string | undefined, port: number | undefined): Problem[] {
  if (url === undefined) return [];
  if (!url.includes("{port}")) return URL.canParse(url) ? [] : [{ path, message: "is no address; write http://host" }];
  return port === undefined ? [{ path, message: `there is no port; write port: 9000 beside ${path.at(-2)}` }] : [];
}

function checkSensor(path: Path, sensor: SensorFile, written: LiveFile): Problem[] {
  const kind = kindOf(sensor);
  const groups = Object.keys(written.groups);
  const unknown = targets(sensor).flatMap(([table, owner], index): Problem[] => {
    if (table !== "groups" || groups.includes(owner)) return [];
    const target = Object.keys((sensor.http ?? sensor.command)?.gives ?? {})[index] ?? "";
    return [
      {
        path: [...path, kind, "gives", target],
        at: "key",
        message: `there is no group "${owner}"${didYouMean(owner, groups)}`,
      },
    ];
  });
  const { period, timeout } = sensor;
  const slow: Problem[] =
    period !== undefined && timeout > period
      ? [
          {
            path: [...path, "period"],
            message: `every ${period} s, and a reading may take ${timeout} s; write a shorter timeout`,
          },
        ]
      : [];
  const headers = Object.entries(sensor.http?.headers ?? {}).flatMap(([header, value]): Problem[] =>
    /^(proxy-)?authorization$|cookie|token|key/i.test(header) && typeof value === "string"
      ? [
          {
            path: [...path, "http", "headers", header],
            message: `a secret is not written here; write { env: NAME } or { file: PATH }`,
          },
        ]
      : [],
  );
  return [...unknown, ...slow, ...headers, ...checkAddress([...path, kind, "url"], sensor[kind])];
}

const PROTOCOLS: Readonly<Record<string, readonly string[]>> = {
  rabbitmq: ["amqp:", "amqps:"],
  rabbitmqManagement: ["http:", "https:"],
  http: ["http:", "https:"],
};

/** An address as written; what comes from the environment is judged when it is known. */
function checkAddress(path: Path, spec: object | undefined): Problem[] {
  const { url } = (spec ?? {}) as { readonly url?: unknown };
  if (typeof url !== "string") return [];
  const message = wrongAddress(url, String(path.at(-2)));
  if (message !== undefined) return [{ path, message }];
  return new URL(url).password === ""
    ? []
    : [{ path, message: "has a password; write { env: NAME } or { file: PATH } instead" }];
}

/** What is wrong with an address for a kind of sensor. Of one that is secret it shows nothing. */
export function wrongAddress(url: string, kind: string, isSecret = false): string | undefined {
  const protocols = PROTOCOLS[kind] ?? [];
  const wanted = `write ${protocols.map((protocol) => `${protocol}//host`).join(" or ")}`;
  if (!URL.canParse(url)) return `is no address; ${wanted}${url.includes("@") ? ENCODED : ""}`;
  const { protocol, pathname, search, hash } = new URL(url);
  if (!protocols.includes(protocol))
    return isSecret ? `is no such address; ${wanted}` : `begins with ${protocol}; ${wanted}`;
  // A password cut off by a bare / or # leaves its rest, and the @ behind it, where the path is; what is before passes for a host.
  const isCut = kind !== "http" && `${pathname}${search}${hash}`.includes("@");
  return isCut ? `has an @ behind its host; ${wanted}${ENCODED}` : undefined;
}

const ENCODED = ", with user and password percent-encoded: %23 for #, %2F for /, %40 for @";

/** The log has words for two groups, and at least one of them is here. */
function checkResourceLog({ resourceLog, groups }: LiveFile): Problem[] {
  if (resourceLog === undefined) return [];
  const names = Object.keys(groups);
  const { evaluator, sampler } = rolesOf({ resourceLog, groups });
  if (evaluator === undefined && sampler === undefined) {
    const message = `no group is called evaluator or sampler; say which are meant, such as resourceLog: { sampler: ${names[0]} }`;
    return [{ path: ["resourceLog"], message }];
  }
  return Object.entries({ evaluator, sampler }).flatMap(([role, group]): Problem[] =>
    group === undefined || names.includes(group)
      ? []
      : [{ path: ["resourceLog", role], message: `there is no group "${group}"${didYouMean(group, names)}` }],
  );
}

/** The groups that the resource log calls so: those that are named, or are called so anyway. */
export function rolesOf({ resourceLog, groups }: Pick<LiveFile, "resourceLog" | "groups">) {
  const named = (role: "evaluator" | "sampler") =>
    resourceLog?.[role] ?? (Object.hasOwn(groups, role) ? role : undefined);
  return { evaluator: named("evaluator"), sampler: named("sampler") };
}

function checkBudget({ budget, check }: LiveFile): Problem[] {
  if (budget === undefined || budget <= check) return [];
  return [{ path: ["budget"], message: `${budget} s is longer than check, ${check} s: checks never overlap` }];
}
