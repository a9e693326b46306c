import { accessSync, constants, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import type { Path } from "../scenarios/index.ts";
import type { LiveConfig } from "./config.ts";
import type { OwnerFile } from "./schema-owner.ts";
import { SensorFault } from "./sensor.ts";
import type { Placed } from "./start-error.ts";

/** What acting on this configuration would fail at, before anything is tried: programs and folders. `state`: where the runner writes. */
export function forbidden({ written, folder }: LiveConfig, state: string): Placed[] {
  const owners = Object.entries(written.groups).flatMap(([group, { owner }]) =>
    ofOwner(["groups", group, "owner"], owner, folder),
  );
  const { load, unload } = written.models?.command ?? {};
  const { retain } = written.caches?.command ?? {};
  const asked = Object.entries({ load, unload, retain }).flatMap(([kind, words]) =>
    words === undefined ? [] : program([kind === "retain" ? "caches" : "models", "command", kind], words, folder),
  );
  const logs = written.resourceLog === undefined ? state : resolve(folder, written.resourceLog.folder);
  return [
    ...owners,
    ...asked,
    ...unless(canWrite(logs) || logs === state, ["resourceLog", "folder"], `${logs} cannot be written to`),
    ...unless(canWrite(state), ["journal", "folder"], `${state} cannot be written to`),
  ];
}

function ofOwner(path: Path, { command, processes }: OwnerFile, folder: string): Placed[] {
  if (command?.scale !== undefined) return program([...path, "command", "scale"], command.scale, folder);
  if (processes === undefined) return [];
  const own = [...path, "processes"];
  const home = resolve(folder, processes.folder);
  const there = unless(isFolder(home), [...own, "folder"], `there is no folder ${processes.folder}`);
  const { PATH: named } = processes.environment;
  const search = typeof named === "string" ? named : process.env.PATH;
  return [
    ...there,
    ...(there.length > 0 ? [] : program([...own, "run"], processes.run, home, search)),
    ...(["ready", "inService"] as const).flatMap((asked) => {
      const exec = processes[asked]?.exec;
      return exec === undefined || there.length > 0 ? [] : program([...own, asked, "exec"], exec, home, search);
    }),
  ];
}

/** A name with a slash is a file; others are looked for where the system does. */
function program(path: Path, [name = ""]: readonly string[], folder: string, search = process.env.PATH): Placed[] {
  const places = name.includes("/") ? [folder] : (search ?? "").split(delimiter);
  const files = places.map((place) => (isAbsolute(name) ? name : join(resolve(folder, place), name)));
  if (files.some(canRun)) return [];
  const there = files.find(exists);
  return unless(false, path, there === undefined ? `there is no program ${name}` : `${name} may not be run`);
}

function unless(isSo: boolean, path: Path, message: string): Placed[] {
  return isSo ? [] : [{ path, fault: new SensorFault("refused", message) }];
}

/** Where it is not there yet, what it would be made in. */
function canWrite(folder: string): boolean {
  if (!exists(folder)) return dirname(folder) !== folder && canWrite(dirname(folder));
  return isFolder(folder) && allows(folder, constants.W_OK | constants.X_OK);
}

function canRun(file: string): boolean {
  return !isFolder(file) && allows(file, constants.X_OK);
}

function exists(file: string): boolean {
  return allows(file, constants.F_OK);
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

function allows(file: string, mode: number): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
