import { groupUnknown, scopeProblem } from "./metric-scope.ts";
import type { Problem } from "./problems.ts";
import type { ScenarioFile } from "./schema.ts";

/** Lines about a queue or group that is not there, or of which nothing such is measured. */
export function checkExpect(read: ScenarioFile): Problem[] {
  const { subjectTo = [], minimize } = read.objective ?? {};
  const lines = (read.expect ?? []).flatMap((entry, index) =>
    entry.map((line) => ({
      path: ["expect", index, ...(line.policy === undefined ? [] : [line.policy])],
      message: "never" in line ? line.of && groupUnknown(line.of, read) : scopeProblem(line.measure, read),
    })),
  );
  const kept = subjectTo.map(({ measure }, index) => ({
    path: ["objective", "subjectTo", index],
    message: scopeProblem(measure, read),
  }));
  const known = (read.precision?.of ?? []).map((measure, index) => ({
    path: ["precision", "of", index],
    message: scopeProblem(measure, read),
  }));
  const aim = { path: ["objective", "minimize"], message: minimize && scopeProblem(minimize, read) };
  return [...lines, ...kept, ...known, aim].flatMap(({ path, message }) =>
    message === undefined ? [] : [{ path, message }],
  );
}
