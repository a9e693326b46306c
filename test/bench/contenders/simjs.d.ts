/** SimJS has no types and, outside a page, no exports: it puts all it has into `window.Sim`. What the loop here uses of it. */
declare module "simjs" {
  export interface Request {
    done(callback: () => void): Request;
  }
  export class Entity {
    setTimer(duration: number): Request;
    useFacility(facility: Facility, duration: number): Request;
  }
  export class Facility {
    static readonly FCFS: number;
    constructor(name: string, discipline: number, servers: number);
    /** Of those in the queue and in service, and of those in the queue alone: how long each stayed. */
    systemStats(): Population;
    queueStats(): Population;
  }
  export interface Population {
    readonly durationSeries: { count(): number; average(): number };
  }
  export class Sim {
    addEntity(entity: new () => Entity): void;
    simulate(until: number): void;
  }
}
