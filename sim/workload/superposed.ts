import type { Process } from "./process.ts";

/** All moments of several processes in order; of equal ones those of the first process first. */
export function superposed(processes: readonly Process[]): Process {
  const runs = processes.map((process) => new Run(process));
  return {
    fill(times) {
      let count = 0;
      for (; count < times.length; count += 1) {
        let next = runs[0] as Run;
        for (const run of runs) if (run.time < next.time) next = run;
        if (next.time === Number.POSITIVE_INFINITY) break;
        times[count] = next.time;
        next.step();
      }
      return count;
    },
  };
}

/** Where one process is; Infinity after its end. */
class Run {
  time = 0;
  private readonly process: Process;
  private readonly block = new Float64Array(256);
  private size = 1;
  private at = 0;

  constructor(process: Process) {
    this.process = process;
    this.step();
  }

  step(): void {
    this.at += 1;
    if (this.at === this.size) {
      this.size = this.process.fill(this.block);
      this.at = 0;
    }
    this.time = this.size === 0 ? Number.POSITIVE_INFINITY : (this.block[this.at] as number);
  }
}
