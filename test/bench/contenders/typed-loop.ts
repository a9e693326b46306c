import { Histogram } from "../../../sim/measure/histogram.ts";
import type { Sampler } from "../../../sim/random/sampler.ts";
import type { Answer, Queueing } from "../queueing.ts";

/**
 * R, what the ratios are of: a FIFO queue with so many servers as someone would write it by hand for this model alone and for
 * speed. Typed arrays, one register for the next arrival, a branch-free 4-ary heap of completions, mean and quantiles of waits.
 * It meets the same tasks as the simulator, so it must give the same mean wait.
 */
export function typedLoop(model: Queueing): Answer {
  const { servers, horizon } = model;
  const arrivals = new Arrivals(model);
  const heap = new Completions();
  const queue = new Waiting();
  const waits = new Waits();
  const idle = Int32Array.from({ length: servers }, (_, server) => server);
  let idling = servers;

  for (;;) {
    const arrival = arrivals.time;
    const now = heap.time;
    if (arrival < now) {
      if (arrival >= horizon) break;
      if (idling > 0) {
        waits.add(0);
        heap.push(arrival + arrivals.service, idle[--idling]!);
      } else queue.push(arrival, arrivals.service);
      arrivals.advance();
    } else {
      if (now >= horizon) break;
      if (queue.size > 0) {
        waits.add(now - queue.arrival);
        heap.replace(now + queue.service, heap.server);
        queue.shift();
      } else {
        idle[idling++] = heap.server;
        heap.pop();
      }
    }
  }
  const done = waits.histogram.total - heap.size;
  for (; queue.size > 0; queue.shift()) waits.add(horizon - queue.arrival);
  return { done, wait: waits.sum / waits.histogram.total };
}

/** The next arrival, from blocks of draws. */
class Arrivals {
  time = 0;
  service = 0;
  private readonly drawGaps: Sampler;
  private readonly drawServices: Sampler;
  private readonly gaps = new Float64Array(SIZE);
  private readonly services = new Float64Array(SIZE);
  private at = SIZE;

  constructor({ gaps, services }: Queueing) {
    this.drawGaps = gaps();
    this.drawServices = services();
    this.advance();
  }

  advance(): void {
    if (this.at === SIZE) this.fill();
    this.time += this.gaps[this.at]!;
    this.service = this.services[this.at++]!;
  }

  private fill(): void {
    this.drawGaps.fill(this.gaps, SIZE);
    this.drawServices.fill(this.services, SIZE);
    this.at = 0;
  }
}

const SIZE = 1024;

export class Waits {
  sum = 0;
  max = 0;
  readonly histogram = new Histogram();

  add(wait: number): void {
    this.sum += wait;
    if (wait > this.max) this.max = wait;
    this.histogram.add(wait);
  }
}

/** A ring that grows. */
export class Waiting {
  size = 0;
  private arrivals = new Float64Array(64);
  private services = new Float64Array(64);
  private head = 0;

  get arrival(): number {
    return this.arrivals[this.head]!;
  }
  get service(): number {
    return this.services[this.head]!;
  }

  push(arrival: number, service: number): void {
    if (this.size === this.arrivals.length) this.grow();
    const at = (this.head + this.size++) & (this.arrivals.length - 1);
    this.arrivals[at] = arrival;
    this.services[at] = service;
  }

  shift(): void {
    this.head = (this.head + 1) & (this.arrivals.length - 1);
    this.size--;
  }

  private grow(): void {
    const turned = (ring: Float64Array) => {
      const grown = new Float64Array(ring.length * 2);
      grown.set(ring.subarray(this.head));
      grown.set(ring.subarray(0, this.head), ring.length - this.head);
      return grown;
    };
    this.arrivals = turned(this.arrivals);
    this.services = turned(this.services);
    this.head = 0;
  }
}

/** Unused places hold Infinity, so that every parent has four children. */
export class Completions {
  size = 0;
  private times = new Float64Array(64).fill(Number.POSITIVE_INFINITY);
  private servers = new Int32Array(64);

  get time(): number {
    return this.times[0]!;
  }
  get server(): number {
    return this.servers[0]!;
  }

  push(time: number, server: number): void {
    if (this.size + 4 >= this.times.length) this.grow();
    const { times, servers } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      if (times[parent]! <= time) break;
      times[at] = times[parent]!;
      servers[at] = servers[parent]!;
      at = parent;
    }
    times[at] = time;
    servers[at] = server;
  }

  pop(): void {
    const last = --this.size;
    const time = this.times[last]!;
    this.times[last] = Number.POSITIVE_INFINITY;
    if (last > 0) this.replace(time, this.servers[last]!);
  }

  replace(time: number, server: number): void {
    const { times, servers, size } = this;
    let at = 0;
    for (;;) {
      const first = 4 * at + 1;
      if (first >= size) break;
      const a = first + ((times[first + 1]! < times[first]!) as unknown as number);
      const b = first + 2 + ((times[first + 3]! < times[first + 2]!) as unknown as number);
      const child = a + (b - a) * ((times[b]! < times[a]!) as unknown as number);
      if (time <= times[child]!) break;
      times[at] = times[child]!;
      servers[at] = servers[child]!;
      at = child;
    }
    times[at] = time;
    servers[at] = server;
  }

  private grow(): void {
    const { times, servers } = this;
    this.times = new Float64Array(times.length * 2).fill(Number.POSITIVE_INFINITY);
    this.servers = new Int32Array(servers.length * 2);
    this.times.set(times);
    this.servers.set(servers);
  }
}
