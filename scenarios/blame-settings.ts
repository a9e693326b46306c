import { UsageError } from "../policies/usage-error.ts";
import { ScenarioError } from "./problems.ts";

/**
 * The same error, but what is right in the file and wrong only with a `--set` is laid on that option. `read` reads the file with
 * some of the settings.
 */
export function blameSettings(
  error: ScenarioError,
  set: readonly string[],
  read: (set: readonly string[]) => unknown,
): ScenarioError {
  const wrong = error.problems.map(({ message }) => message);
  const rights = set.map((setting, index) => ({ setting, right: rightWithout(set.toSpliced(index, 1)) }));
  const alone = rightWithout([]);

  /** What is right without them, as far as nothing else goes wrong then. */
  function rightWithout(others: readonly string[]): readonly string[] {
    const left = problemsOf(() => read(others));
    return left.every((message) => wrong.includes(message)) ? wrong.filter((message) => !left.includes(message)) : [];
  }

  const problems = error.problems.map((problem) => {
    if (problem.place.line === undefined) return problem;
    const one = rights.findLast(({ right }) => right.includes(problem.message))?.setting;
    const all = alone.includes(problem.message) ? set.join(" --set ") : undefined;
    const option = one ?? all;
    return option === undefined ? problem : new UsageError(`--set ${option}: then ${problem.describe()}`);
  });
  const [first = error, ...rest] = [
    ...problems.filter(({ place }) => place.line === undefined),
    ...problems.filter(({ place }) => place.line !== undefined),
  ];
  return new ScenarioError([first, ...rest]);
}

function problemsOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error instanceof ScenarioError ? error.problems.map(({ message }) => message) : [error.message];
  }
}
