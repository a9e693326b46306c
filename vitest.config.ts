import { defineConfig } from "vitest/config";

const browser = ["test/browser/**/*.test.ts"];
const cli = ["test/cli/**/*.test.ts"];
/** Laws draw scenarios of any cost, and machines are busy: a limit only ends what would never end. */
const everywhere = { testTimeout: 120_000, hookTimeout: 120_000, setupFiles: "test/draws.ts" };

/** The quick and pure first, then the built command, then the browser: a fault shows where it is cheapest to read. */
export default defineConfig({
  test: {
    // Every core: by default one is left to the program that watches, which has nothing to do.
    maxWorkers: "100%",
    // Files share what they import: nothing there remembers, and loading it anew for each took a third of the time.
    isolate: false,
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...browser, ...cli],
          ...everywhere,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "cli",
          include: cli,
          globalSetup: "test/cli/build.ts",
          ...everywhere,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { name: "browser", include: browser, ...everywhere, sequence: { groupOrder: 2 } } },
    ],
  },
});
