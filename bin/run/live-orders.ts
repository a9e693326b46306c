import {
  clockWords,
  dropOverride,
  leaseHolder,
  loadLive,
  type Override,
  readOverride,
  readState,
  readStatus,
  type Status,
  strays,
  writeOverride,
} from "../../live/index.ts";
import { didYouMean, UsageError } from "../../policies/index.ts";
import { counted } from "./counted.ts";
import { folderOf } from "./live.ts";
import { decisionLines, orderWords } from "./live-telling.ts";
import { actionWords } from "./words.ts";

type Order =
  | { readonly kind: "pause" | "resume" | "status" }
  | { readonly kind: "scale"; readonly group: string; readonly count: string };

/** `disfun-sim live pause|resume|scale|status`: what a runner that acts reads at its next check. */
export async function giveOrder(file: string, order: Order): Promise<void> {
  const config = await loadLive(file);
  const folder = folderOf(config);
  const before = readOverride(folder);
  if (order.kind === "pause") writeOverride(folder, { ...before, paused: true });
  if (order.kind === "resume") dropOverride(folder);
  if (order.kind === "scale") {
    const { written } = config;
    const count = countFor(order.group, order.count, written.groups);
    writeOverride(folder, { ...before, groups: { ...before.groups, [order.group]: count } });
  }
  tellStatus(folder, readOverride(folder), strays(config, folder));
}

interface Bounds {
  readonly minimum: number;
  readonly maximum?: number | undefined;
}

/** Its owner's limits hold for people, too. */
function countFor(group: string, written: string, groups: Readonly<Record<string, Bounds>>): number {
  const bounds = Object.hasOwn(groups, group) ? groups[group] : undefined;
  if (bounds === undefined)
    throw new UsageError(`there is no group "${group}"${didYouMean(group, Object.keys(groups))}`);
  const { minimum, maximum = Number.POSITIVE_INFINITY } = bounds;
  const count = /^\d+$/.test(written) ? Number(written) : Number.NaN;
  if (count >= minimum && count <= maximum) return count;
  throw new UsageError(
    `${group} cannot have ${written} replicas; expected ${minimum} to ${maximum === Number.POSITIVE_INFINITY ? "any number" : maximum}`,
  );
}

function tellStatus(folder: string, override: Override, warnings: readonly string[]): void {
  const holder = leaseHolder(folder);
  const state = readState(folder);
  const lines = [
    holder === undefined ? "nobody acts" : `process ${holder.pid} acts`,
    orderWords(override),
    ...(state === undefined ? [] : [`last check at ${moment(state.time)}, by ${state.policy}`]),
    ...(holder === undefined ? [] : checkWords(readStatus(folder, holder.pid))),
    ...warnings,
    ...[clockWords(state) ?? []].flat(),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** What the last check left, and when the next one is: one that is late waits for somebody who does not answer. */
function checkWords(status: Status | undefined): string[] {
  if (status === undefined) return ["no check is over yet"];
  const { next, failing, refused, decisions, held, groups } = status;
  return [
    `next check ${next < Date.now() / 1000 ? "was due" : "is"} at ${moment(next)}`,
    ...failing.map(({ source, since, fault }) => `${source} has failed since ${moment(since)}: ${fault}`),
    ...refused.map(refusalWords),
    ...decisionLines(decisions, held, groups, "goes"),
  ];
}

function refusalWords({ subject, action, since, times, fault }: Status["refused"][number]): string {
  const what = action.kind === "scale" ? `for ${action.desired}` : `to ${actionWords(action, undefined)}`;
  return `${subject}: asking ${what} has failed since ${moment(since)} (${counted(times, "time")}): ${fault}`;
}

function moment(time: number): string {
  return new Date(time * 1000).toISOString();
}
