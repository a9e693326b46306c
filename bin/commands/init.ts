import type { CommandModule } from "yargs";
export const init: CommandModule = { command: "init", describe: "x", handler: async () => {} };
