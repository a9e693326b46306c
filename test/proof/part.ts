import { models, rowsOf } from "./rows.ts";

/** One of the processes of `in-parts.ts`: is sent the number of a model, and answers with its rows. */
process.on("message", (number: number) => process.send?.(models.slice(number, number + 1).flatMap(rowsOf)));
