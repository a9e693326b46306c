import type { Highs } from "highs";

/** Solves linear programs: HiGHS in WebAssembly. */
export type Solver = Highs;

/** Minimize Σ cost · x under rows `lower ≤ Σ factor · x ≤ upper`. Every column has finite limits: the bound below needs them. */
export class LinearProgram {
  private readonly costs: number[] = [];
  private readonly lowers: number[] = [];
  private readonly uppers: number[] = [];
  private readonly starts: number[] = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];
  private readonly rowLowers: number[] = [];
  private readonly rowUppers: number[] = [];

  column(cost: number, lower: number, upper: number): number {
    return this.columns(1, cost, lower, () => upper);
  }

  /** So many columns in a row; returns the first. */
  columns(count: number, cost: number, lower: number, upper: (index: number) => number): number {
    const first = this.costs.length;
    for (let index = 0; index < count; index++) {
      this.costs.push(cost);
      this.lowers.push(lower);
      this.uppers.push(upper(index));
    }
    return first;
  }

  row(lower: number, upper: number, entries: Iterable<readonly [column: number, factor: number]>): void {
    for (const [column, factor] of entries) {
      this.indices.push(column);
      this.values.push(factor);
    }
    this.starts.push(this.indices.length);
    this.rowLowers.push(lower);
    this.rowUppers.push(upper);
  }

  /**
   * A number that no solution costs less than, and nearly the least cost. It is made from the solver's prices of the rows by
   * weak duality, so it holds whatever they are: rounding, or a solver that gave up, can only make it lower.
   */
  leastCost(solver: Solver): number {
    const prices = this.solve(solver);
    let bound = 0;
    const rest = [...this.costs];
    for (const [row, given] of prices.entries()) {
      const limit = given > 0 ? this.rowLowers[row]! : this.rowUppers[row]!;
      if (given === 0 || !Number.isFinite(limit)) continue;
      bound += given * limit;
      for (let at = this.starts[row]!; at < this.starts[row + 1]!; at++)
        rest[this.indices[at]!]! -= given * this.values[at]!;
    }
    for (const [column, cost] of rest.entries()) bound += cost * (cost > 0 ? this.lowers : this.uppers)[column]!;
    return bound;
  }

  private solve(solver: Solver): Float64Array {
    const model = solver.createModel({
      numCols: this.costs.length,
      numRows: this.rowLowers.length,
      colCost: this.costs,
      colLower: this.lowers,
      colUpper: this.uppers,
      rowLower: this.rowLowers,
      rowUpper: this.rowUppers,
      matrix: {
        format: "csr",
        numRows: this.rowLowers.length,
        numCols: this.costs.length,
        starts: this.starts,
        indices: this.indices,
        values: this.values,
      },
    });
    try {
      // These programs are small: presolving them takes longer than it saves.
      model.options.set({ output_flag: false, presolve: "off", simplex_iteration_limit: MOST_STEPS });
      model.run();
      return model.getSolution().rowDual;
    } finally {
      model.dispose();
    }
  }
}

/** The solver, which is loaded only when somebody asks for a bound. */
export async function loadSolver(): Promise<Solver> {
  // Its types are those of its CommonJS build.
  const { default: load } = (await import("highs")) as unknown as { default: () => Promise<Solver> };
  return load();
}

/** Of the simplex method: a limit that does not depend on how fast the machine is. */
const MOST_STEPS = 200_000;
