/** What Ctrl-C and an end asked for by the system do to a job. */
export interface Interruption {
  /** The first Ctrl-C: begin nothing more, and report what is finished. */
  readonly halt: AbortSignal;
  /** Stop at the next pause, and report nothing. */
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back. */
  release(): void;
}

/** The second Ctrl-C ends at once, after `clean`. `told` hears of the first. */
export function interruptible(clean: () => void, told: () => void): Interruption {
  const [halting, stopping] = [new AbortController(), new AbortController()];
  function halt(): void {
    if (halting.signal.aborted) stop();
    halting.abort();
    told();
  }
  function stop(): void {
    clean();
    process.exit(130);
  }
  function terminate(): void {
    if (stopping.signal.aborted) stop();
    stopping.abort();
  }
  process.on("SIGINT", halt);
  process.on("SIGTERM", terminate);
  return {
    halt: halting.signal,
    signal: stopping.signal,
    release: () => {
      process.off("SIGINT", halt);
      process.off("SIGTERM", terminate);
    },
  };
}
