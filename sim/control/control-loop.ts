import { type Controller, control, formatLine, type Step } from "../../policies/index.ts";
import type { Policy } from "../../policies/policy.ts";
import type { ControllerSpec, Scenario } from "../../scenarios/scenario.ts";
import { ACT, CHECK } from "../engine/kinds.ts";
import type { GroupState } from "../plant/group.ts";
import type { NodeState } from "../plant/nodes.ts";
import type { Plant } from "../plant/plant.ts";
import { Observer } from "../sense/observer.ts";

/** Groups that are decided on together, and when they are next. */
interface Turn {
  readonly groups: readonly GroupState[];
  next: number;
}

/** Stamp of a check that the policy asked for itself; the others are numbered by turn. */
const WAKE = -1;

/** One controller in a run: when it looks, what it sees, and when its decisions take effect. */
export class ControlLoop {
  readonly name: string | undefined;
  readonly observer: Observer;
  readonly onChange: boolean;
  private readonly plant: Plant;
  private readonly spec: ControllerSpec;
  private readonly index: number;
  private readonly start: number;
  private readonly policy: Policy;
  private controller: Controller;
  /** Where it runs; missing: nowhere that can be lost. */
  private readonly home: NodeState | undefined;
  private deaths = 0;
  private readonly journal: ((line: string) => void) | undefined;
  /** All its groups together, or with `heartbeats` each on its own. */
  private readonly turns: readonly Turn[];
  private readonly groups: readonly GroupState[];
  /** What it has decided and not yet done: its check is under way. */
  private underWay: Step | undefined;
  private busyUntil = 0;
  /** When the policy wants to be asked again, and when the event for that comes: no later. */
  private wake = Number.POSITIVE_INFINITY;
  private alarm = Number.POSITIVE_INFINITY;

  constructor(
    plant: Plant,
    scenario: Scenario,
    spec: ControllerSpec,
    index: number,
    policy: Policy,
    journal: ((line: string) => void) | undefined,
  ) {
    this.plant = plant;
    this.spec = spec;
    this.index = index;
    this.start = scenario.start;
    this.onChange = spec.check.onChange === true;
    this.name = scenario.controllers === undefined ? undefined : spec.name;
    this.policy = policy;
    this.controller = control(policy, undefined, this.name, true);
    this.home = plant.nodes.find(({ spec: { name } }) => name === spec.node);
    this.journal = journal;
    journal?.(formatLine(this.controller.header()));
    this.groups = plant.groups.filter((group) => spec.groups.includes(group.spec.name));
    const { phase, period = 0 } = spec.check;
    this.turns = spec.heartbeats
      ? this.groups.map((group, at) => ({ groups: [group], next: phase + (at * period) / this.groups.length }))
      : [{ groups: this.groups, next: phase }];
    this.observer = new Observer(plant, scenario, index, spec.node);
    for (const [at, { next }] of this.turns.entries()) {
      this.observer.planChecked(next);
      plant.events.push(next, CHECK, index, at);
    }
  }

  /** A check is due. Returns what is to be done now, if anything. */
  check(stamp: number): Step | undefined {
    const { events, now } = this.plant;
    if (stamp === WAKE) return this.woken();
    const turn = this.turns[stamp]!;
    if (now < this.busyUntil) {
      turn.next = this.busyUntil;
      events.push(turn.next, CHECK, this.index, stamp);
      return undefined;
    }
    const step = this.runs() ? this.step(turn.groups) : undefined;
    const { period } = this.spec.check;
    turn.next = period === undefined ? Number.POSITIVE_INFINITY : turn.next + this.spec.takes + period;
    if (period !== undefined) {
      events.push(turn.next, CHECK, this.index, stamp);
      this.observer.planChecked(turn.next);
    }
    if (step === undefined) return undefined;
    this.planWake(step.wake);
    return this.begun(step);
  }

  /** Something has changed in the plant at this instant. */
  changed(): Step | undefined {
    if (!this.runs()) return undefined;
    const step = this.step(this.groups);
    this.planWake(step.wake);
    return step;
  }

  /** The check that was under way is over: returns what it decided. */
  finished(): Step | undefined {
    const step = this.underWay;
    this.underWay = undefined;
    // Its home was lost meanwhile.
    if (this.home !== undefined && this.home.deaths !== this.deaths) return undefined;
    return step;
  }

  /** Whether its home is there. After a loss it begins anew, and remembers nothing. */
  private runs(): boolean {
    const { home } = this;
    if (home === undefined) return true;
    if (home.losses > 0) return false;
    if (home.deaths !== this.deaths) {
      this.deaths = home.deaths;
      this.alarm = Number.POSITIVE_INFINITY;
      this.controller = control(this.policy, undefined, this.name, true);
      this.journal?.(formatLine(this.controller.header()));
    }
    return true;
  }

  private step(groups: readonly GroupState[]): Step {
    const step = this.controller.step(this.observer.observe(groups));
    this.journal?.(formatLine(step.record));
    return step;
  }

  private begun(step: Step): Step | undefined {
    const { takes } = this.spec;
    if (takes === 0) return step;
    this.underWay = step;
    this.busyUntil = this.plant.now + takes;
    this.plant.events.push(this.busyUntil, ACT, this.index, 0);
    return undefined;
  }

  /** Heartbeats come when they come: between them nobody is asked. */
  private planWake(wake: number | undefined): void {
    const { takes, heartbeats } = this.spec;
    const at = wake === undefined || heartbeats ? Number.POSITIVE_INFINITY : wake - this.start;
    this.wake = Math.max(at, this.plant.now + takes);
    if (this.wake < Math.min(this.alarm, this.turns[0]!.next)) this.setAlarm();
  }

  private setAlarm(): void {
    this.alarm = this.wake;
    this.plant.events.push(this.alarm, CHECK, this.index, WAKE);
  }

  private woken(): Step | undefined {
    const { now } = this.plant;
    // An alarm that was set before an earlier one, or before its home was lost.
    if (!this.runs() || now !== this.alarm) return undefined;
    this.alarm = Number.POSITIVE_INFINITY;
    if (this.wake > now) {
      if (this.wake < this.turns[0]!.next) this.setAlarm();
      return undefined;
    }
    const step = this.step(this.groups);
    this.planWake(step.wake);
    return this.begun(step);
  }
}
