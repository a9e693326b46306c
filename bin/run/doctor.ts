import { relative } from "node:path";
import {
  actor,
  clockWords,
  type Examined,
  examinePlant,
  forbidden,
  type LiveConfig,
  leaseHolder,
  loadLive,
  memoryFor,
  nameOf,
  type Placed,
  readingsIn,
  readState,
  startError,
  stderrLog,
  steadyClock,
  strays,
  unasked,
} from "../../live/index.ts";
import { control, type Observation } from "../../policies/index.ts";
import { candidateOf } from "./candidates.ts";
import { folderOf } from "./live.ts";
import { decisionLines, print } from "./live-telling.ts";
import { missedReadings } from "./missed-readings.ts";

/** `disfun-sim doctor`: reads each sensor and group once, asks for nothing, and tells of everything that is right or wrong at once. */
export async function examine(file: string): Promise<void> {
  const config = await loadLive(file);
  const { create } = await candidateOf(config.policy);
  const policy = create();
  const folder = folderOf(config);
  const state = readState(folder);
  const log = stderrLog("silent");
  const examined = await examinePlant(config, folder, steadyClock(state), log);
  try {
    const placed = [...examined.placed, ...forbidden(config, folder)];
    for (const line of findings(config, examined, placed)) print(line);
    const holder = leaseHolder(folder);
    print(
      holder === undefined
        ? "ok      nobody else acts"
        : `note    process ${holder.pid} acts in ${relative(".", folder)}`,
    );
    const watched = unasked(config).map((each) => config.at([each]).describe());
    const notes = [...config.warnings, ...watched, ...strays(config, folder), clockWords(state) ?? []].flat();
    for (const note of notes) print(`note    ${note}`);
    const { observation, plant } = examined;
    const controller = control(policy, memoryFor(policy, state));
    const unread = missedReadings(policy, observation, controller.memory, config.written);
    if (unread.length > 0)
      print(`note    ${config.policy.label} looks for what is not read here: ${unread.join(", ")}`);
    const { record, actions } = controller.step(observation);
    for (const group of Object.keys(observation.groups))
      if (!record.decisions.some(({ subject }) => subject === group))
        print(`note    ${config.policy.label} says nothing of group ${group}, which stays as it is`);
    const limits = config.written.limits;
    const { held } = actor({ folder, plant, policy, controller, limits, state, log }).plan(observation, actions, []);
    const lines = decisionLines(record.decisions, held, observation.groups, "go");
    for (const line of lines) print(`would   ${line}`);
    process.exitCode = startError(config, placed)?.exitCode ?? 0;
  } finally {
    await examined.plant.close();
  }
}

/** One line each: what a sensor reads, what runs of a group, and what is wrong with them at its place. */
function findings(
  config: LiveConfig,
  { readings, observation, troubles }: Examined,
  placed: readonly Placed[],
): string[] {
  const { sensors, groups } = config.written;
  const faultsAt = (path: readonly (string | number)[]) =>
    placed.filter((each) => path.every((part, index) => each.path[index] === part));
  const about = (
    name: string,
    path: readonly (string | number)[],
    seen: string | undefined,
    trouble?: string,
  ): string[] => {
    const faults = faultsAt(path);
    const told = faults.map(({ fault, path: at }) => {
      const label = { refused: "wrong", unreachable: "silent", unknown: "note" }[fault.kind];
      return `${label.padEnd(8)}${relativeText(config.at([{ path: at, message: fault.message }]).describe())}`;
    });
    if (seen === undefined || (faults.length > 0 && seen === "")) return told;
    if (seen === "") return [`note    ${name}: no readings yet`];
    return [
      trouble === undefined ? `ok      ${name}: ${seen}` : `note    ${name}: ${seen}; ${relativeText(trouble)}`,
      ...told,
    ];
  };
  const folders = [...about("", ["journal"], undefined), ...about("", ["resourceLog"], undefined)];
  return [
    ...sensors.flatMap((_, index) => {
      const name = nameOf(sensors, index);
      return about(name, ["sensors", index], wordsOf(readings[name]));
    }),
    ...(["models", "caches"] as const).flatMap((name) => about(name, [name], wordsOf(readings[name]))),
    ...Object.keys(groups).flatMap((name) =>
      about(`group ${name}`, ["groups", name], groupWords(observation, name), troubles[name]),
    ),
    ...(folders.length > 0 ? folders : [`ok      journal and state: ${relativeText(folderOf(config))}`]),
  ];
}

function wordsOf(reading: object | undefined): string | undefined {
  if (reading === undefined) return undefined;
  const paths = readingsIn(reading).map((path) => `${path.join(".")} ${JSON.stringify(valueAt(reading, path))}`);
  return paths.length > MOST ? `${paths.slice(0, MOST).join(", ")} and ${paths.length - MOST} more` : paths.join(", ");
}

const MOST = 12;

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce((found, name) => (found as Readonly<Record<string, unknown>> | undefined)?.[name], value);
}

function groupWords({ groups }: Observation, name: string): string | undefined {
  const group = groups[name];
  if (group === undefined) return undefined;
  const ready = group.replicas.filter(({ phase }) => phase === "ready").length;
  return `${group.desired} desired, ${group.replicas.length} there, ${ready} ready`;
}

function relativeText(text: string): string {
  return text.replaceAll(`${process.cwd()}/`, "");
}
