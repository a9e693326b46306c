import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest comes last, and the first that fails is enough. */
const late = ["/test/scenarios/failures/", "/test/sim/queueing.test.ts", "/test/laws/"];
const early = ["/test/sim/", "/test/policies/"];

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = late.findIndex((part) => moduleId.includes(part));
      return place === -1 && early.some((part) => moduleId.includes(part)) ? -2 : place;
    };
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

/** The unit tests, for sources that somebody has broken on purpose. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Nothing that is broken concerns the workload, and its tests want the sources to themselves.
    exclude: ["test/browser/**", "test/cli/**", "test/mutation/**", "test/sim/workload/**"],
    testTimeout: 30_000,
    bail: 1,
    passWithNoTests: true,
    // Threads end with whoever started them, also when they never come to an end themselves.
    pool: "threads",
    // Loading the sources anew for every file would take longer than the tests.
    isolate: false,
    sequence: { sequencer: QuickFirst },
  },
});
