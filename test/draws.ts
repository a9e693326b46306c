import fc from "fast-check";

/**
 * In continuous integration laws draw the same cases every time, so that it judges the change and not the luck of a draw; at a desk
 * they draw new ones, and a failure names the seed that repeats it.
 */
if (process.env.CI !== undefined) fc.configureGlobal({ seed: 1 });
