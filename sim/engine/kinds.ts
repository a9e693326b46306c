/**
 * Kinds of events. The number is also the rank among events of the same instant: work leaves before work arrives, so that a
 * replica freed at an instant serves what arrives at it; then the plant is read, judged and measured.
 */
export const CLOCK = 0; // subject: clock; its next event is due
export const COMPLETE = 1; // subject: replica
export const KILL = 2; // subject: replica
export const READY = 3; // subject: replica
export const ARRIVE = 4; // never in the heap: the next arrival waits in a register
export const LOAD = 5; // the kernel's five-second tick of the load average
export const OPEN = 6; // subject: sensor; its window begins
export const SENSE = 7; // subject: sensor
export const CHECK = 8; // the controller is stepped
export const BIN = 9; // a bin of the series ends
export const END = 10;
