import type { Capabilities, Fraction, Seconds } from "../policies/policy.ts";
import type { Distribution } from "./distribution.ts";
import type { QueueSpec } from "./scenario.ts";

/**
 * Tasks of one kind within a source. What is missing is as the source and its queue say. Two sources of a queue may name the same
 * class; needs, time to live and retry are then the same.
 */
export interface ClassSpec {
  readonly name: string;
  /** Part of the source's tasks, drawn one by one; the shares add up to at most 1. Missing: chosen by `values`. */
  readonly share?: Fraction;
  /** Of this class are the rows whose class column has one of these values. */
  readonly values?: readonly string[];
  /** Instead of the source's service times; not together with `scale`. */
  readonly service?: Distribution;
  /** Its tasks take so many times what the source says. */
  readonly scale?: number;
  /** Instead of the queue's. Workers of the queue's groups take its tasks where the group offers all of this. */
  readonly needs?: Capabilities;
  readonly timeToLive?: Seconds;
  readonly retry?: NonNullable<QueueSpec["retry"]>;
}
