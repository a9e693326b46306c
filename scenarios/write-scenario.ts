import { join } from "node:path";
import { Document, isCollection, isMap, isPair, isScalar, isSeq, type Node, visit } from "yaml";
import type { Json } from "../policies/policy.ts";
import { resolve } from "./resolve.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioFields } from "./schema.ts";
import { writtenScenario } from "./written.ts";

/**
 * A scenario file that reads back as the same scenario: `loadScenario` gives what went in, but for `expect`, `precision` and `windows`. `folder`: where the file
 * will be. `comment`: lines above it. What is as by default is left out.
 */
export function scenarioYaml(scenario: Scenario, folder: string, comment = ""): string {
  const file = join(folder, `${scenario.name}.yaml`);
  const written = withoutDefaults(writtenScenario(scenario, folder), file);
  const document = new Document(written);
  visit(document, {
    Collection(_, node, path) {
      const depth = path.filter((each) => isMap(each) || isSeq(each)).length;
      if (depth >= FLOW_FROM || (depth > 0 && isShort(node))) node.flow = true;
    },
  });
  const head = comment === "" ? "" : `${comment.replaceAll(/^/gm, "# ").replaceAll(/ +$/gm, "")}\n`;
  return `${head}${document.toString({ lineWidth: 120 }).replaceAll(/\[ (.*) \]/g, "[$1]")}`;
}

/** What lies so deep is written in one line, such as a distribution of a group. */
const FLOW_FROM = 3;

function isShort(node: Node): boolean {
  return isCollection(node) && node.items.every((item) => isScalar(isPair(item) ? item.value : item));
}

/** Tries what can be left out: whatever makes no difference. */
function withoutDefaults(written: Json, file: string): Json {
  const meaning = meaningOf(written, file);
  const same = (changed: Json) => meaningOf(changed, file) === meaning;
  return lean(written, same);
}

function meaningOf(written: Json, file: string): string | undefined {
  const read = scenarioFields.safeParse(written);
  return read.success ? JSON.stringify(resolve(read.data, file)) : undefined;
}

/** Takes out members from the top down, so that a whole map goes at once where it can. */
function lean(value: Json, same: (changed: Json) => boolean): Json {
  if (Array.isArray(value)) {
    const list = [...value] as Json[];
    list.forEach((each, index) => {
      list[index] = lean(each, (changed) => same(list.with(index, changed)));
    });
    return list;
  }
  if (typeof value !== "object" || value === null) return value;
  let map = value as { readonly [key: string]: Json };
  for (const [key, each] of Object.entries(map)) {
    const { [key]: _, ...without } = map;
    if (same(without)) map = without;
    else map = { ...map, [key]: lean(each, (changed) => same({ ...map, [key]: changed })) };
  }
  return map;
}
