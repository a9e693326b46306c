/**
 * Kinds of events. The number is also the rank among events of the same instant: work leaves before work arrives, so that a
 * replica freed at an instant serves what arrives at it; then the plant is read, judged and measured.
 */
export const COMPLETE = 0; // subject: replica
export const SERVED = 1; // subject: task, of a replica with several
export const BATCH = 2; // subject: replica; its batch is done
export const CLOCK = 3; // subject: clock; its next event is due
export const KILL = 4; // subject: replica
export const FAIL = 5; // subject: replica; it dies
export const PRUNE = 6; // subject: replica; its owner drops it after it died
export const STOP = 7; // subject: replica; the next part of its stopping sequence
export const HEALTH = 8; // subject: replica; its health is checked, or changes
export const READY = 9; // subject: replica
export const LINGER = 10; // subject: replica; its partial batch has waited long enough
export const HAPPEN = 11; // subject: entry of the agenda
export const EXPIRE = 12; // subject: queue; its first task has waited as long as it may
export const FOLLOW = 13; // subject: row of a task that is about to arrive
export const ARRIVE = 14; // never in the heap: the next arrival waits in a register
export const BALANCE = 15; // tasks pushed to workers may move
export const OPEN = 16; // subject: sensor; its window begins
export const SENSE = 17; // subject: sensor
export const ACT = 18; // subject: controller; its check is over and takes effect
export const CHECK = 19; // subject: controller; it is stepped
export const CHANGE = 20; // the controllers that are stepped on every change are
export const WINDOW = 21; // a window of the demand curve ends
export const BIN = 22; // a bin of the series ends
export const END = 23;
