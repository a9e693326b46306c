import { deserialize, serialize } from "node:v8";
import type { Run } from "./run.ts";

/**
 * A run as it is kept until all are made. Of all its seeds one is drawn, so the detail of each is bytes: it goes from thread to thread
 * without being copied, and the collector has nothing to look through. A hundred times as much as the measures.
 */
export interface PackedRun extends Omit<Run, "detail"> {
  readonly detail: Uint8Array<ArrayBuffer>;
}

export function packed(run: Run): PackedRun {
  // Bytes of their own: Node may hand out a part of memory that it shares among buffers.
  return { ...run, detail: new Uint8Array(serialize(run.detail)) };
}

export function detailOf({ detail }: PackedRun): Run["detail"] {
  return deserialize(detail);
}
