import type { Problem } from "../scenarios/index.ts";
import type { LiveConfig } from "./config.ts";
import { resourcesOf } from "./resources.ts";

/** The groups that only tell of themselves, each at its place: acting changes nothing of them. */
export function unasked({ written }: Pick<LiveConfig, "written">): Problem[] {
  return Object.entries(written.groups).flatMap(([group, { owner }]): Problem[] => {
    if (owner.command === undefined || owner.command.scale !== undefined) return [];
    const message =
      'cannot be asked for another count, so live --act would not work; write scale: [program, "{desired}"]';
    return [{ path: ["groups", group, "owner", "command"], at: "key", message }];
  });
}

/** Whether acting can change anything: some group, model or cache. */
export function canAct(config: Pick<LiveConfig, "written">): boolean {
  const { groups, ...others } = config.written;
  return (
    unasked(config).length < Object.keys(groups).length ||
    resourcesOf(others, ".").some(({ owner }) => owner.asks.length > 0)
  );
}
