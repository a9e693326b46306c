/**
 * Kinds of events. The number is also the rank among events of the same instant: work leaves before work arrives, so that a
 * replica freed at an instant serves what arrives at it; then the plant is read, judged and measured.
 */
export const COMPLETE = 0; // subject: replica
export const SERVED = 1; // subject: task, of a replica with several
export const BATCH = 2; // subject: replica; its batch is done
export const CLOCK = 3; // subject: clock; its next event is due
export const KILL = 4; // subject: replica
export const READY = 5; // subject: replica
export const LINGER = 6; // subject: replica; its partial batch has waited long enough
export const EXPIRE = 7; // subject: queue; its first task has waited as long as it may
export const FOLLOW = 8; // subject: row of a task that is about to arrive
export const ARRIVE = 9; // never in the heap: the next arrival waits in a register
export const LOAD = 10; // the kernel's five-second tick of the load average
export const OPEN = 11; // subject: sensor; its window begins
export const SENSE = 12; // subject: sensor
export const CHECK = 13; // the controller is stepped
export const BIN = 14; // a bin of the series ends
export const END = 15;
