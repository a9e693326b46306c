import type * as simjs from "simjs";
import type { Answer, Queueing } from "../queueing.ts";

const { Sim, Entity, Facility } = await loadSimjs();

/** The same queue in SimJS, the npm engine for discrete events: a facility with so many servers, and an entity that makes the tasks. */
export function simjsLoop({ servers, horizon, gaps, services }: Queueing): Answer {
  const arrivals = gaps();
  const demands = services();
  const facility = new Facility("servers", Facility.FCFS, servers);

  class Source extends Entity {
    start(): void {
      this.setTimer(arrivals.next()).done(() => {
        this.useFacility(facility, demands.next());
        this.start();
      });
    }
  }
  const simulation = new Sim();
  simulation.addEntity(Source);
  simulation.simulate(horizon);
  return {
    done: facility.systemStats().durationSeries.count(),
    wait: facility.queueStats().durationSeries.average(),
  };
}

/** It wants a page's `window` to leave itself in; there is one for as long as that takes. */
async function loadSimjs(): Promise<typeof simjs> {
  const page = globalThis as { window?: { Sim?: typeof simjs } };
  const window: { Sim?: typeof simjs } = {};
  page.window = window;
  await import("simjs");
  delete page.window;
  if (window.Sim === undefined) throw new Error("SimJS left nothing in the window");
  return window.Sim;
}
