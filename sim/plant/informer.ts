/** Who knows of tasks and replicas what the plant does not yet. */
export interface Informer {
  /** Which replicas are at work, until when, and which rest: enough to look at them, or for one to become ready. */
  settle(): void;
  /** The same, and who waits and is served. */
  tell(): void;
}
