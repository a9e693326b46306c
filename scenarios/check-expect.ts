import { isRegret, readMetric } from "../sim/measure/catalogue/metric.ts";
import { groupUnknown, scopeProblem } from "./metric-scope.ts";
import type { Problem } from "./problems.ts";
import type { ScenarioFile } from "./schema.ts";

/** Lines about a queue or group that is not there, or of which nothing such is measured, or not without a limit of the objective. */
export function checkExpect(read: ScenarioFile): Problem[] {
  const { subjectTo = [], minimize } = read.objective ?? {};
  const lines = (read.expect ?? []).flatMap((entry, index) =>
    entry.map((line) => ({
      path: ["expect", index, ...(line.policy === undefined ? [] : [line.policy])],
      message: "never" in line ? line.of && groupUnknown(line.of, read) : metricProblem(line.measure, read),
    })),
  );
  const kept = subjectTo.map(({ measure }, index) => ({
    path: ["objective", "subjectTo", index],
    message: metricProblem(measure, read),
  }));
  const known = (read.precision?.of ?? []).map((measure, index) => ({
    path: ["precision", "of", index],
    message: isRegret(measure) ? NOT_YET : metricProblem(measure, read),
  }));
  const aim = { path: ["objective", "minimize"], message: minimize && metricProblem(minimize, read) };
  return [...lines, ...kept, ...known, aim].flatMap(({ path, message }) =>
    message === undefined ? [] : [{ path, message }],
  );
}

function metricProblem(text: string, read: ScenarioFile): string | undefined {
  return scopeProblem(text, read) ?? limitMissing(text, read);
}

const NOT_YET = "regret is known only when all runs are made, so they cannot go on until it is precise; name the cost";

/** What is in time nobody can say without the objective's limit. */
function limitMissing(text: string, { objective = {} }: ScenarioFile): string | undefined {
  const { measure } = readMetric(text);
  const limits = measure === undefined ? [] : (LIMITS[measure.name] ?? []);
  if (measure === undefined || limits.length === 0 || limits.some((limit) => objective[limit] !== undefined))
    return undefined;
  const written = limits.map((limit) => `objective: { ${limit}: 60s }`).join(" or ");
  return `${measure.words} is of tasks within the objective, which says no ${limits.join(" and no ")}; write ${written}`;
}

const LIMITS: Readonly<Record<string, readonly ("wait" | "sojourn")[]>> = {
  attainment: ["wait"],
  sojournAttainment: ["sojourn"],
  goodput: ["wait", "sojourn"],
};
