import { chmodSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { build } from "esbuild";

// The last step of the build: the entry, its command files and yargs become one file, because loading them one by one would take
// most of the time of `--help`. Whatever a command needs when it runs stays outside, as it was compiled.
const entry = "dist/bin/disfun-sim.js";
const outside = [
  "bin/check/*",
  "bin/fidelity/*",
  "bin/from-journal/*",
  "bin/recorded/*",
  "bin/run/*",
  "bin/version.js",
  "live/*",
  "policies/*",
  "reports/*",
  "scenarios/*",
  "sim/*",
];

await build({
  entryPoints: [entry],
  outfile: entry,
  allowOverwrite: true,
  bundle: true,
  platform: "node",
  format: "esm",
  external: outside.map((path) => `./dist/${path}`),
  // yargs measures text with tables of emoji that take longer to load than all the rest.
  alias: { "string-width": "./dist/bin/width.js" },
  logLevel: "warning",
});
chmodSync(entry, 0o755);
linkForNpx();
for (const bundled of ["commands", "completion", "errors", "width", "yargs"]) {
  for (const ending of ["", ".js", ".d.ts"]) rmSync(`dist/bin/${bundled}${ending}`, { recursive: true, force: true });
}

/** `npx disfun-sim` looks for commands of dependencies only, even in the package's own folder. */
function linkForNpx(): void {
  const link = "node_modules/.bin/disfun-sim";
  if (!existsSync("node_modules/.bin") || process.platform === "win32") return;
  rmSync(link, { force: true });
  symlinkSync(`../../${entry}`, link);
}
