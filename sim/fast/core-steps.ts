import { LOAD_PERIOD, type NodeState } from "../plant/nodes.ts";

/** How the number of busy cores of each node changes within a stretch, as far as the steps of its load average see it. */
export class CoreSteps {
  /** When the next step is due at the beginning. A fraction, as most moments are. */
  due = 0.5;
  /** Of a node: those up to each step, and those after the last. */
  places = 1;
  /** By node and place, in thousandths of cores. */
  changes = new Float64Array(64);
  /** Changes after it are told to the nodes as well; Infinity: there is none that anybody wants to know of. */
  glance = Number.POSITIVE_INFINITY;
  private readonly nodes: readonly NodeState[];
  /** Thousandths of cores in use at the beginning. */
  private readonly before: number[];

  constructor(nodes: readonly NodeState[]) {
    this.nodes = nodes;
    this.before = Array.from(nodes, () => 0);
  }

  open(begin: number, until: number): void {
    const { nodes, before } = this;
    if (nodes.length === 0) return;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      while (node.loadDue < begin) node.stepLoad();
      before[index] = node.cpu.demand;
    }
    this.due = nodes[0]!.loadDue;
    this.places = until <= this.due ? 1 : 2 + Math.ceil((until - this.due) / LOAD_PERIOD);
    const wanted = this.places * nodes.length;
    if (this.changes.length < wanted) this.changes = new Float64Array(2 * wanted);
  }

  /** A change after the glance. */
  tellAhead(node: number, moment: number, change: number): void {
    this.nodes[node]!.cpu.ahead.add(moment, change);
  }

  /** Nobody looks back any more. */
  lookUp(): void {
    const { nodes } = this;
    this.glance = Number.POSITIVE_INFINITY;
    for (let index = 0; index < nodes.length; index++) nodes[index]!.cpu.ahead.reset();
  }

  /** Steps all that are due before the end. */
  close(until: number): void {
    const { nodes, before, changes, places } = this;
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index]!;
      let demand = before[index]!;
      for (let at = index * places; at < (index + 1) * places; at++) {
        demand += changes[at]!;
        changes[at] = 0;
        if (node.loadDue < until) node.stepTowards(demand);
      }
    }
  }
}
