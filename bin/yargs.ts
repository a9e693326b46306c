/** The only file that knows where yargs comes from: the build replaces it by one bundled file, which halves the time of `--help`. */
export { default as yargs } from "yargs";
export { hideBin } from "yargs/helpers";
