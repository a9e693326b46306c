/**
 * Kinds of events. The number is also the rank among events of the same instant: work leaves before work arrives, so that a
 * replica freed at an instant serves what arrives at it; then the plant is read, judged and measured.
 */
export const COMPLETE = 0; // subject: replica
export const KILL = 1; // subject: replica
export const READY = 2; // subject: replica
export const ARRIVE = 3; // never in the heap: the next arrival waits in a register
export const LOAD = 4; // the kernel's five-second tick of the load average
export const OPEN = 5; // subject: sensor; its window begins
export const SENSE = 6; // subject: sensor
export const CHECK = 7; // the controller is stepped
export const BIN = 8; // a bin of the series ends
export const END = 9;
