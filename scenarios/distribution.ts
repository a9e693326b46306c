/** A positive random quantity, by its moments. `cv` is the standard deviation over the mean. */
export type Distribution =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "exponential"; readonly mean: number }
  | { readonly kind: "uniform"; readonly low: number; readonly high: number }
  | { readonly kind: "lognormal" | "gamma" | "weibull"; readonly mean: number; readonly cv: number }
  | { readonly kind: "empirical"; readonly values: readonly number[] };
