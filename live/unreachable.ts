import { UsageError } from "../policies/usage-error.ts";

/** A service that the configuration names does not answer at the start: exit code 69, for the file may be right. */
export class Unreachable extends UsageError {
  override readonly exitCode: number = 69;
}
