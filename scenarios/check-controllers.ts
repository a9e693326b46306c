import { didYouMean } from "../policies/index.ts";
import type { Path } from "./path.ts";
import type { Problem } from "./problems.ts";
import { nodeNames } from "./resolve.ts";
import { governed } from "./resolve-controllers.ts";
import type { ScenarioFile } from "./schema.ts";

type ControllerFile = NonNullable<ScenarioFile["controllers"]>[string];

/** Controllers of nothing, on no node, or that are never stepped; groups that are tied to no node. */
export function checkControllers(read: ScenarioFile): Problem[] {
  const nodes = Object.entries(read.nodes).flatMap(([name, { count }]) => nodeNames(name, count));
  const tied = Object.entries(read.groups).flatMap(([name, { node }]) => checkNode(["groups", name], node, nodes));
  const { controllers } = read;
  if (controllers === undefined) return [...tied, ...checkTimes(["check"], read.check, false)];
  if (Object.keys(controllers).length === 0) {
    return [...tied, { path: ["controllers"], message: "is empty; leave it out for one controller of everything" }];
  }
  const each = Object.entries(controllers).flatMap(([name, controller]) => {
    const path = ["controllers", name];
    return [
      ...checkNode(path, controller.node, nodes),
      ...checkGroups(path, controller, read.groups),
      ...checkTimes(
        controller.check === undefined ? path : [...path, "check"],
        controller.check ?? read.check,
        controller.heartbeats,
      ),
      ...checkOnChange(path, controller, read.check),
    ];
  });
  return [...tied, ...each];
}

function checkNode(path: Path, node: string | undefined, nodes: readonly string[]): Problem[] {
  if (node === undefined || nodes.includes(node)) return [];
  return [{ path: [...path, "node"], message: `there is no node "${node}"${didYouMean(node, nodes)}` }];
}

function checkGroups(path: Path, controller: ControllerFile, groups: ScenarioFile["groups"]): Problem[] {
  const names = governed(controller, groups);
  if (names.length === 0) {
    const message = `no group is tied to its node "${controller.node}"; name its groups, or write node: ${controller.node} in a group`;
    return [{ path, message }];
  }
  if (controller.groups === undefined) return [];
  return names.flatMap((name, index): Problem[] => {
    const here = [...path, "groups", ...(typeof controller.groups === "string" ? [] : [index])];
    const group = groups[name];
    if (group === undefined) {
      return [{ path: here, message: `there is no group "${name}"${didYouMean(name, Object.keys(groups))}` }];
    }
    if (names.indexOf(name) < index) return [{ path: here, message: `names "${name}" twice` }];
    const { node } = controller;
    if (node === undefined || group.node === undefined || group.node === node) return [];
    return [{ path: here, message: `"${name}" runs on ${group.node}, and this controller sees only ${node}` }];
  });
}

function checkTimes(path: Path, check: ScenarioFile["check"], heartbeats: boolean): Problem[] {
  const period = typeof check === "object" ? check.period : check;
  if (typeof period === "number") return [];
  if (heartbeats) return [{ path, message: "heartbeats come every period, and none is given; write for example 5s" }];
  if (typeof check !== "object" || check.onChange) return [];
  return [{ path: [...path, "period"], message: "is missing; write for example 15s, or onChange: true" }];
}

/** Who decides at every change decides at once, on everything it sees. */
function checkOnChange(path: Path, controller: ControllerFile, general: ScenarioFile["check"]): Problem[] {
  const check = controller.check ?? general;
  if (check !== "onChange" && !(typeof check === "object" && check.onChange)) return [];
  const problems: Problem[] = [];
  if (controller.takes > 0) {
    problems.push({
      path: [...path, "takes"],
      message: "a controller that is stepped on change decides at once; leave it out",
    });
  }
  if (controller.heartbeats && typeof check === "object" && check.period !== undefined) {
    const message = "a controller is stepped on heartbeats or on change; leave one of them out";
    problems.push({ path: [...path, "heartbeats"], message });
  }
  return problems;
}
