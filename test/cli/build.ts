import { execFileSync } from "node:child_process";

/** These tests run what a user runs: the build, made from the sources as they are now. */
export default function build(): void {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
}
