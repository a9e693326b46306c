import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bind,
  catalogue,
  control,
  controllerReasons,
  type Json,
  type Observation,
  type Outcome,
  wrappers,
} from "../../policies/index.ts";
import { later, observations } from "./observations.ts";

/**
 * Every policy with its defaults, its presets and its examples, and every wrapper with its examples around one of them. A new one in
 * its catalogue is covered without a line here.
 */
const bound = [
  ...catalogue.flatMap((entry) => {
    const presets = Object.keys(entry.presets ?? {}).map((preset): Json => ({ preset }));
    return [{}, ...presets, ...(entry.examples ?? [])].map((parameters) => ({ entry, parameters, name: entry.name }));
  }),
  ...wrappers.flatMap((wrapper) =>
    wrapper.examples.map((example) => wrapped([wrapper], [{ [wrapper.name]: example }])),
  ),
  wrapped(
    wrappers,
    wrappers.flatMap(({ name, examples: [example = {}] }) => (name === "scheduled" ? [] : [{ [name]: example }])),
  ),
];

/** Around a policy that goes up and down, by several at once, and wants to be woken. */
function wrapped(around: typeof wrappers, wrap: readonly Json[]) {
  const inside = catalogue.find(({ name }) => name === "delayed-off");
  if (inside === undefined) throw new Error("delayed-off has another name");
  const reasons = Object.assign({}, inside.reasons, ...around.map((each) => each.reasons));
  const readsCalendar = wrap.some((each) => Object.keys(each as object)[0] === "scheduled");
  return { entry: { ...inside, reasons, readsCalendar }, parameters: { idleFor: 30, wrap }, name: inside.name };
}

describe.each(bound)("$name $parameters", ({ entry, parameters, name }) => {
  /** All outcomes of a run, straight from the policy, memory passed on. */
  function outcomes(
    seen: readonly Observation[],
    between: (memory: Json) => Json = (memory) => memory,
  ): Outcome<Json>[] {
    const policy = bind(name, parameters);
    let memory = policy.begin();
    return seen.map((observation) => {
      const outcome = policy.decide(observation, between(memory));
      memory = outcome.memory;
      return outcome;
    });
  }

  function law(holds: (seen: readonly Observation[]) => void): void {
    fc.assert(fc.property(observations, holds), { numRuns: 60 });
  }

  test("decides the same again, and changes nothing it is given", () => {
    law((seen) => {
      const first = outcomes(frozen(seen), frozen);
      expect(outcomes(frozen(seen), frozen)).toStrictEqual(first);
    });
  });

  test("survives a restart between any two decisions", () => {
    law((seen) => {
      expect(outcomes(seen, throughJson)).toStrictEqual(outcomes(seen));
    });
  });

  test("says what JSON gives back unchanged", () => {
    law((seen) => {
      const said = outcomes(seen);
      expect(throughJson(said)).toStrictEqual(said);
    });
  });

  test("is accepted by the controller, which keeps it within the group's bounds by direction", () => {
    law((seen) => {
      const controller = control(bind(name, parameters));
      for (const observation of seen) {
        const { actions, record } = controller.step(observation);
        const words = { ...entry.reasons, ...controllerReasons };
        for (const { because } of record.decisions) {
          for (const { code } of because) expect(Object.keys(words)).toContain(code);
        }
        for (const action of actions) {
          if (action.kind !== "scale") continue;
          const {
            desired,
            minimum,
            maximum = Number.POSITIVE_INFINITY,
          } = observation.groups[action.group] ?? { desired: 0, minimum: 0 };
          expect(action.desired).toBeLessThanOrEqual(Math.max(maximum, desired));
          expect(action.desired).toBeGreaterThanOrEqual(Math.min(minimum, desired));
        }
      }
    });
  });

  test("says at most one thing on a subject, and every reason is a known word", () => {
    law((seen) => {
      for (const { decisions } of outcomes(seen)) {
        const subjects = decisions.map(({ subject }) => subject);
        expect(new Set(subjects).size).toBe(subjects.length);
        for (const { code } of decisions.flatMap(({ because }) => because)) {
          expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
          expect(Object.keys(entry.reasons)).toContain(code);
        }
      }
    });
  });

  test("does not care when it starts, or with a calendar in which week", () => {
    const [unit, most] = entry.readsCalendar === true ? [7 * 86_400, 3000] : [1, 1_800_000_000];
    fc.assert(
      fc.property(observations, fc.integer({ min: 1, max: most }), (seen, units) => {
        const seconds = units * unit;
        const moved = outcomes(seen.map((observation) => later(observation, seconds)));
        const wakes = ({ wake }: Outcome<Json>, moment: number) => (wake === undefined ? undefined : wake - moment);
        outcomes(seen).forEach((outcome, index) => {
          expect(moved[index]?.decisions).toStrictEqual(outcome.decisions);
          expect(wakes(moved[index] ?? outcome, seconds)).toBe(wakes(outcome, 0));
        });
      }),
      { numRuns: 60 },
    );
  });
});

test("the generated observations make every policy act, both up and down", () => {
  for (const { name, parameters } of bound) {
    const directions = new Set<number>();
    for (const seen of fc.sample(observations, { numRuns: 100, seed: 1 })) {
      const controller = control(bind(name, parameters));
      for (const observation of seen) {
        for (const action of controller.step(observation).actions) {
          if (action.kind === "scale")
            directions.add(Math.sign(action.desired - (observation.groups[action.group]?.desired ?? 0)));
        }
      }
    }
    const isStill = STILL.includes(name) && Object.keys(parameters as object).length === 0;
    const expected = isStill ? [] : [-1, 1];
    expect(
      [...directions].filter((direction) => direction !== 0).sort(),
      `${name} ${JSON.stringify(parameters)}`,
    ).toEqual(expected);
  }
});

/** Policies that do nothing by default: their parameters name what they are for. */
const STILL = ["static", "scaler", "service-rules"];

function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) frozen(member);
  }
  return value;
}
