import { type Bench, type Contender, seconds } from "./bench.ts";
import { closures } from "./contenders/closures.ts";
import { flatqueueLoop } from "./contenders/flatqueue-loop.ts";
import { simjsLoop } from "./contenders/simjs-loop.ts";
import { eventLoop, simulator } from "./contenders/simulator.ts";
import { typedLoop } from "./contenders/typed-loop.ts";
import { type Answer, type Queueing, queueing } from "./queueing.ts";

/** Tasks a second in the queue M/M/c, by the simulator and by loops that can do nothing else. */
export function mmc(servers: number): Bench {
  return {
    name: `mm${servers}`,
    what: `M/M/${servers} at 0.9`,
    unit: "million tasks/s",
    contenders: [
      contender("simulator", simulator, servers),
      contender("simulator, event loop", eventLoop, servers),
      handmade(servers),
      contender("flatqueue loop", flatqueueLoop, servers),
      contender("closures", closures, servers),
      contender("SimJS", simjsLoop, servers, 1_000_000),
    ],
    reference: handmade(servers).name,
  };
}

/** A hundred million tasks: the column that counts is the last one, memory, which must not grow with tasks that are done. */
export const memory: Bench = {
  name: "memory",
  what: "M/M/100 at 0.9, a hundred million tasks",
  unit: "million tasks/s",
  tasks: 100_000_000,
  contenders: [contender("simulator", simulator, 100), contender("simulator, event loop", eventLoop, 100)],
  reference: "simulator",
};

/** R of the goals. */
export function handmade(servers: number): Contender {
  return contender(`hand-made loop, M/M/${servers}`, typedLoop, servers);
}

/** `most` tasks of those asked for, where more would only take longer. */
function contender(
  name: string,
  loop: (model: Queueing) => Answer,
  servers: number,
  most = Number.POSITIVE_INFINITY,
): Contender {
  return {
    name,
    async run(tasks) {
      let done = 0;
      const taken = await seconds(() => {
        done = loop(queueing(servers, Math.min(tasks, most))).done;
      });
      return done / taken / 1e6;
    },
  };
}
