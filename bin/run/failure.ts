import { UsageError } from "../../policies/index.ts";

/** An error as it crosses from one thread to another, which would leave only its message. */
export interface Failure {
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a `UsageError`. */
  readonly place?: UsageError["place"];
  readonly cause?: Failure;
}

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined };
  const { message, stack, cause } = error;
  return {
    message,
    stack,
    ...(error instanceof UsageError && { place: error.place }),
    ...(cause !== undefined && { cause: failureOf(cause) }),
  };
}

export function errorOf({ message, stack, place, cause }: Failure): Error {
  const error = place === undefined ? new Error(message) : new UsageError(message, place);
  if (stack !== undefined) error.stack = stack;
  if (cause !== undefined) error.cause = errorOf(cause);
  return error;
}
