import type { Policy } from "../policies/policy.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { Controllers, type MakePolicy } from "./control/controllers.ts";
import { ARRIVE, BIN, CLOCK, COMPLETE, END, WINDOW } from "./engine/kinds.ts";
import { type Shortcut, shortcutOf } from "./fast/shortcut.ts";
import { Faults } from "./faults/faults.ts";
import { Happenings } from "./happenings.ts";
import { runMeasures } from "./measure/run-measures.ts";
import { SeriesRecord } from "./measure/series.ts";
import { openClients } from "./plant/clients.ts";
import { populate } from "./plant/lifecycle.ts";
import { lineIndex } from "./plant/lines.ts";
import { goPlainly } from "./plant/plain.ts";
import { LEAVES, Plant } from "./plant/plant.ts";
import { workDone } from "./plant/stopping.ts";
import { closeRun, distributionsOf, type RunEnd } from "./run-end.ts";
import type { BriefRun, Run, RunOptions } from "./run-options.ts";
import { Arrivals } from "./workload/arrivals.ts";
import { openSources } from "./workload/index.ts";

/**
 * One run: one scenario, one policy, one seed. `advance` handles some events and says whether more are to come, so that a caller
 * can show progress and stop in between; `finish` measures. Throws what the controller throws.
 */
export class Simulation {
  private readonly scenario: Scenario;
  private readonly options: RunOptions;
  private readonly plant: Plant;
  private readonly arrivals: Arrivals;
  private readonly faults: Faults;
  private readonly controllers: Controllers;
  private readonly happenings: Happenings;
  /** Undefined where a run needs every event. */
  private readonly fast: Shortcut | undefined;
  /** Something but an arrival or a completion has happened since the fast path was tried. */
  private changed = true;
  /** Undefined in a brief run. */
  private readonly series: SeriesRecord | undefined;
  private readonly warnings = new Set<string>();
  private handled = 0;
  private over = false;
  /** It is known when the run ends if nobody serves what is left. */
  private awaiting = false;

  /** A policy that is made already serves every controller of the scenario; their own parameters need `MakePolicy`. */
  constructor(scenario: Scenario, policy: Policy | MakePolicy, options: RunOptions) {
    this.scenario = scenario;
    this.options = options;
    this.plant = new Plant(scenario, options.seed, options.witness);
    this.arrivals = new Arrivals(
      openSources(scenario, options.traces, options.seed, options.from),
      (queue, kind) => lineIndex(this.plant.queues, queue, kind),
      options.seed,
    );
    this.plant.lives.recording = options.brief !== true;
    openClients(this.plant, scenario.workload, options.seed);
    populate(this.plant);
    this.faults = new Faults(this.plant, scenario);
    const { journal, brief = false } = options;
    this.controllers = new Controllers(this.plant, scenario, policy, {
      ...(journal && { journal }),
      brief,
      warnings: this.warnings,
    });
    const exhausted = scenario.horizon === undefined ? (last: number) => this.awaitTheRest(last) : undefined;
    const needsEvents = this.controllers.watching || options.everyEvent === true || scenario.transient !== undefined;
    this.fast = needsEvents ? undefined : shortcutOf(this.plant, this.arrivals, this.controllers, exhausted);
    this.series = brief ? undefined : new SeriesRecord(this.plant, this.controllers.signals, scenario.horizon);
    this.happenings = new Happenings(this.plant, this.controllers, this.series, () => this.end());
    const { events } = this.plant;
    if (options.witness === undefined) {
      if (this.series !== undefined) events.push(this.series.width, BIN, 0, 0);
      events.push(this.plant.demandWindow, WINDOW, 0, 0);
    }
    if (scenario.horizon !== undefined) events.push(scenario.horizon, END, 0, 0);
    else if (this.arrivals.time === Number.POSITIVE_INFINITY) this.over = true;
    if (this.plant.waitingForRoom.length > 0) {
      this.warnings.add(`${this.plant.waitingForRoom.length} of the initial replicas found no room and begin pending`);
    }
  }

  /** Seconds into the run. */
  get now(): number {
    return this.plant.now;
  }

  /** Handles about this many events. False once the run is over. */
  advance(most: number): boolean {
    for (let left = most; !this.over && left > 0; ) left -= this.some(Math.min(left, SOME));
    this.plant.intervene();
    return !this.over;
  }

  /** Handles so many events or, on the fast path, more. Returns how many. */
  private some(most: number): number {
    const { plant, arrivals, scenario, controllers } = this;
    const { events, completions, dials } = plant;
    const { watching } = controllers;
    const unbounded = scenario.horizon === undefined;
    let left = most;
    while (!this.over && left > 0) {
      if (this.changed && this.fast !== undefined && this.instantIsOver()) {
        const handled = this.fast.run();
        left -= handled;
        // It may have stopped on its way.
        this.changed = handled > 0 && arrivals.time < Math.min(events.time, dials.time);
        if (handled > 0) {
          if (unbounded) this.over = this.isDone();
          continue;
        }
      }
      const done = completions.time;
      plant.lookAhead();
      if (Math.min(arrivals.time, done) <= plant.until) {
        plant.intervene();
        const handled = goPlainly(plant, arrivals, watching ? 1 : left);
        if (handled > 0) {
          left -= handled;
          if (watching) controllers.changed();
          if (unbounded && arrivals.time === Number.POSITIVE_INFINITY) this.exhausted();
          continue;
        }
      }
      left--;
      const time = events.time;
      const due = dials.time;
      if (
        arrivals.time < done &&
        arrivals.time < due &&
        (arrivals.time < time || (arrivals.time === time && events.kind > ARRIVE))
      ) {
        plant.now = arrivals.time;
        plant.arrive(arrivals);
        arrivals.advance();
        if (watching) controllers.changed();
        if (unbounded && arrivals.time === Number.POSITIVE_INFINITY) this.exhausted();
        continue;
      }
      // Of all events of an instant, completions come first.
      if (done <= time && done <= due) {
        plant.now = done;
        this.complete(completions.row);
        if (watching) controllers.changed();
      } else if (due < time || (due === time && events.kind > CLOCK)) {
        plant.now = due;
        this.changed = true;
        this.happenings.turn(plant.clocks[dials.clock]!);
      } else {
        plant.now = time;
        const { kind, subject, stamp } = events;
        events.pop();
        this.changed = true;
        this.happenings.handle(kind, subject, stamp);
      }
      if (unbounded && this.isDone()) this.over = true;
    }
    this.handled += most - left;
    return most - left;
  }

  private complete(row: number): void {
    const { plant } = this;
    const { completions, replicas } = plant;
    const next = plant.complete(row);
    const clock = replicas.clocks[row];
    if (next >= 0 && clock === undefined) {
      completions.times[row] = plant.now + plant.workOf(row);
      completions.replace(row);
      return;
    }
    completions.leave(row);
    // What followed from the task may have been too much for the node.
    if (next >= 0) clock?.schedule(plant.workOf(row), COMPLETE, row, replicas.stamps[row]!);
    else if (next === LEAVES) workDone(plant, row);
  }

  /** Whether nothing more than arrivals happens at this instant. */
  private instantIsOver(): boolean {
    const { now, events, completions, dials } = this.plant;
    return events.time > now && completions.time > now && dials.time > now;
  }

  /** Everything measured; the run must be over. */
  finish(): Run {
    const { plant, scenario, options, controllers, series } = this;
    if (series === undefined) throw new Error("a brief run has no detail: finish it with finishBriefly");
    const end = closeRun(plant, scenario, this.warnings);
    // First, because they have the quantiles of the measures in them.
    const [wait, sojourn] = [distributionsOf(end, "wait"), distributionsOf(end, "sojourn")];
    const brief = this.measured(end);
    const detail = {
      seed: options.seed,
      series: series.finish(plant.now),
      ...(scenario.faults === undefined ? {} : { faults: this.faults.entries }),
      decisions: controllers.log.entries,
      decisionsLeftOut: controllers.log.leftOut,
      lives: plant.lives.all,
      livesLeftOut: plant.lives.leftOut,
      wait,
      sojourn,
    };
    return { ...brief, detail };
  }

  /** The same without the detail, which a brief run has not; the run must be over. */
  finishBriefly(): BriefRun {
    return this.measured(closeRun(this.plant, this.scenario, this.warnings));
  }

  private measured({ latencies, inTime, transient }: RunEnd): BriefRun {
    const { plant, scenario, options, controllers } = this;
    const about = {
      seed: options.seed,
      decisions: controllers.decisions,
      events: this.handled - this.happenings.bins,
      ...(transient && { transient }),
    };
    return { measures: runMeasures(plant, scenario, latencies, inTime, about), warnings: [...this.warnings] };
  }

  /** Nothing arrives any more. */
  private exhausted(): void {
    if (!this.awaiting) this.awaitTheRest(this.plant.now);
    if (this.isDone()) this.over = true;
  }

  /** Nothing arrives any more, and nothing is left. */
  private isDone(): boolean {
    return this.plant.tasks.size === 0 && this.arrivals.time === Number.POSITIVE_INFINITY;
  }

  /** Nothing arrives after that moment. The run ends with the last task, or, if nobody serves it, a day or as long again later. */
  private awaitTheRest(last: number): void {
    this.awaiting = true;
    this.plant.events.push(last + Math.max(DAY, last), END, 0, 0);
  }

  private end(): void {
    this.over = true;
    if (this.scenario.horizon !== undefined) return;
    this.warnings.add(
      `${this.plant.tasks.size} tasks were still unfinished long after the last arrival; the run was ended`,
    );
  }
}

const DAY = 86_400;
/** Events in one call of a loop: of one that goes on for longer V8 compiles the middle, and stays with that. */
const SOME = 256;
