/** Ctrl-C stops the job at its next pause; a second one at once, after `clean`. `release` gives Ctrl-C back. */
export function interruptible(clean: () => void): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  function stop(): void {
    if (controller.signal.aborted) {
      clean();
      process.exit(130);
    }
    controller.abort();
  }
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return {
    signal: controller.signal,
    release: () => {
      process.off("SIGINT", stop);
      process.off("SIGTERM", stop);
    },
  };
}
