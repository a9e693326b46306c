import type { CommandModule } from "yargs";
export const schema: CommandModule = { command: "schema", describe: "x", handler: async () => {} };
