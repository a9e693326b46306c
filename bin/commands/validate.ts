import type { CommandModule } from "yargs";
export const validate: CommandModule = { command: "validate", describe: "x", handler: async () => {} };
