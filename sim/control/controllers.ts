import type { Step } from "../../policies/index.ts";
import type { Action, Decision, Json, Policy } from "../../policies/policy.ts";
import type { ControllerSpec, Scenario } from "../../scenarios/scenario.ts";
import { CHANGE } from "../engine/kinds.ts";
import { act } from "../faults/act.ts";
import { type Change, DecisionLog } from "../measure/decision-log.ts";
import { SignalRecord } from "../measure/signals.ts";
import type { Plant } from "../plant/plant.ts";
import { queueTotals } from "../plant/witness.ts";
import { Observer } from "../sense/observer.ts";
import { ControlLoop } from "./control-loop.ts";

/** Makes the compared policy, with `own` merged over its parameters: what one controller has of its own. */
export type MakePolicy = (own?: Json) => Policy;

/** All controllers of a run. They do what their policies say, and note it. */
export class Controllers {
  readonly log = new DecisionLog();
  readonly signals = new SignalRecord();
  /** Decisions made: checks of all controllers. */
  decisions = 0;
  /** Whether one of them is stepped on every change: only then `changed` need be called. */
  readonly watching: boolean;
  private readonly plant: Plant;
  private readonly brief: boolean;
  private readonly warnings: Set<string>;
  private readonly loops: readonly ControlLoop[];
  /** By group: what was asked of it before decisions take effect. */
  private readonly before: number[];
  /** The last instant at which something changed, whether that is still to be looked at, and how often it has been. */
  private instant = -1;
  private unseen = false;
  private looks = 0;

  constructor(
    plant: Plant,
    scenario: Scenario,
    policy: Policy | MakePolicy,
    options: { readonly journal?: (line: string) => void; readonly brief: boolean; readonly warnings: Set<string> },
  ) {
    this.plant = plant;
    this.brief = options.brief;
    this.before = Array.from(plant.groups, ({ desired }) => desired.value);
    this.warnings = options.warnings;
    this.loops = Array.from(controllersOf(scenario), (spec, index) => {
      const own = typeof policy === "function" ? policy(spec.parameters) : bare(policy, spec);
      return new ControlLoop(plant, scenario, spec, index, own, options.journal);
    });
    this.watching = this.loops.some(({ onChange }) => onChange);
  }

  check(index: number, stamp: number): void {
    const loop = this.loops[index]!;
    this.act(loop, loop.check(stamp));
  }

  /** The check of a controller is over. */
  finished(index: number): void {
    const loop = this.loops[index]!;
    this.act(loop, loop.finished());
  }

  /** Whether a sensor measures nothing but nodes. */
  onlyNodes(subject: number): boolean {
    return this.loops[Observer.indexOf(subject)]!.observer.onlyNodes(subject);
  }

  open(subject: number): void {
    this.loops[Observer.indexOf(subject)]!.observer.open(subject);
  }

  sense(subject: number): void {
    this.loops[Observer.indexOf(subject)]!.observer.sense(subject);
  }

  /** Something has changed. Who is stepped on every change looks when all that happens at this instant has happened. */
  changed(): void {
    const { now, events } = this.plant;
    if (now !== this.instant) {
      this.instant = now;
      this.unseen = false;
      this.looks = 0;
    }
    if (this.unseen) return;
    if (this.looks === MOST_LOOKS) {
      this.warnings.add(`changes its mind at one instant again and again; it was stopped after ${MOST_LOOKS} times`);
      return;
    }
    this.unseen = true;
    events.push(now, CHANGE, 0, 0);
  }

  /** Steps those that are stepped on every change. What they do may change something at the same instant: then they look again. */
  look(): void {
    this.unseen = false;
    this.looks++;
    for (const loop of this.loops) if (loop.onChange) this.act(loop, loop.changed());
  }

  private act(loop: ControlLoop, step: Step | undefined): void {
    if (step === undefined) return;
    const { plant } = this;
    const { decisions } = step.record;
    this.decisions++;
    const changes = step.actions.length === 0 ? undefined : this.carryOut(step.actions);
    this.noteClipping(decisions);
    if (!this.brief) {
      this.log.add(plant.now, loop.name, step.record, changes);
      this.signals.see(step.record.observation);
    }
    plant.witness?.({
      kind: "decided",
      time: plant.now,
      controller: loop.name ?? "",
      record: step.record,
      queues: queueTotals(plant),
    });
    if (this.watching && changes !== undefined) this.changed();
  }

  /** Returns the counts that are asked of groups otherwise than before; undefined where there are none, or nobody wants to know. */
  private carryOut(actions: readonly Action[]): readonly Change[] | undefined {
    const { plant, before } = this;
    const { groups } = plant;
    plant.touched = true;
    for (let index = 0; index < groups.length; index++) before[index] = groups[index]!.desired.value;
    for (const action of actions) act(plant, action);
    if (this.brief && !this.watching) return undefined;
    let changes: Change[] | undefined;
    for (let index = 0; index < groups.length; index++) {
      const from = before[index]!;
      const { spec, desired } = groups[index]!;
      if (desired.value === from) continue;
      changes ??= [];
      changes.push({ group: spec.name, desired: { from, to: desired.value } });
    }
    return changes;
  }

  private noteClipping(decisions: readonly Decision[]): void {
    for (const { subject, because } of decisions) {
      for (const { code } of because) {
        if (code === "clipped-to-maximum")
          this.warnings.add(`asks for more than the maximum of "${subject}"; it gets the maximum`);
        if (code === "clipped-to-minimum")
          this.warnings.add(`asks for less than the minimum of "${subject}"; it gets the minimum`);
      }
    }
  }
}

/** A policy that is made already, where the controller has no parameters of its own. */
function bare(policy: Policy, { name, parameters }: ControllerSpec): Policy {
  if (Object.keys(parameters ?? {}).length === 0) return policy;
  throw new Error(`controller "${name}" has parameters of its own, and the policy is already made: give a function`);
}

/** Steps on change at one instant; a policy that settles needs two or three. */
const MOST_LOOKS = 20;

/** Those of the scenario, or one of everything. */
function controllersOf(scenario: Scenario): readonly ControllerSpec[] {
  const { controllers, groups, check } = scenario;
  const names = groups.map(({ name }) => name);
  return controllers ?? [{ name: "", groups: names, check, takes: 0, heartbeats: false, parameters: {} }];
}
