import type { CommandModule } from "yargs";
export const run: CommandModule = { command: "run", describe: "x", handler: async () => {} };
