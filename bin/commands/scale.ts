import { last } from "./last.ts";

/** `--scale`, wherever a picture can be printed. */
export const scale = {
  describe: "with --format png: pixels for each unit of the drawing, which is 960 wide",
  type: "string",
  requiresArg: true,
  coerce: last,
  default: "2",
} as const;
