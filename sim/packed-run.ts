import { deserialize, serialize } from "node:v8";
import type { BriefRun, Run } from "./run-options.ts";

/**
 * A run as it is kept until all are made. Of all its seeds one is drawn, so only that has a detail, a hundred times as much as the
 * measures. It is bytes: it goes from thread to thread without being copied, and the collector has nothing to look through.
 */
export interface PackedRun extends BriefRun {
  readonly detail?: Uint8Array<ArrayBuffer>;
}

export function packed(run: Run): PackedRun {
  // Bytes of their own: Node may hand out a part of memory that it shares among buffers.
  return { ...run, detail: new Uint8Array(serialize(run.detail)) };
}

export function detailOf({ detail }: PackedRun): Run["detail"] {
  if (detail === undefined) throw new Error("this run was made without its detail");
  return deserialize(detail);
}
