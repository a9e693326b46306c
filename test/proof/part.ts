import { coverageOf, type Part } from "./rows.ts";

/** One of the processes of `in-parts.ts`: is sent some of a model's repetitions, and answers with their coverage. */
process.on("message", (part: Part) => process.send?.(coverageOf(part)));
