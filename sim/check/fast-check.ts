/** The only file that knows fast-check. */
export { default as fc } from "fast-check";
