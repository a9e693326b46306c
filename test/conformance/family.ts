/** One recorded case: what a real implementation was shown, and what it did. */
export interface Vector {
  readonly name: string;
  readonly [key: string]: unknown;
}

/** Vectors of one schema, and how each kind of them is put to the policies. */
export interface Family {
  readonly name: string;
  /** Whether a vector file belongs here, by its name or by what it says about itself. */
  recognizes(file: string, about: string): boolean;
  /** All vectors of a file, where they are not its `vectors`. */
  listed?(content: Readonly<Record<string, unknown>>): readonly Vector[];
  /** The kind of a vector, by its shape; undefined where there is no such kind. */
  kindOf(vector: Vector): string | undefined;
  readonly kinds: Readonly<Record<string, Kind>>;
}

/** `check` runs the vector through a shipped policy. A kind nobody decides is listed with the reason, and never counts as passed. */
export type Kind = { check(vector: Vector, defaults: unknown): Comparison } | { readonly notADecision: string };

/** What was recorded beside what the policy did, in one form; equal when the vector passes. */
export interface Comparison {
  readonly expected: unknown;
  readonly actual: unknown;
}
