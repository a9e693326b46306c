/** The only file that knows where yargs comes from. */
export { default as yargs } from "yargs";
export { hideBin } from "yargs/helpers";
