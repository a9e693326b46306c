/**
 * MSER-5 (White, Cobb and Spratt 2000): how many of the first values of a series to leave out, so that the mean of the others is
 * known best. Means of five values are taken; of all cuts it is the one with the least (Σ (z − z̄)²) / n² over the n means that are
 * left. Undefined where that is in the second half, or there are too few: then the series has not settled (Hoad, Robinson and
 * Davies 2010). Cuts that leave fewer than five means are not tried: a few equal ones at the end would always win.
 */
export function mser5(values: ArrayLike<number>): number | undefined {
  const means = batchMeans(values);
  const center = means.reduce((sum, mean) => sum + mean, 0) / means.length;
  let [sum, squares] = [0, 0];
  let least = Number.POSITIVE_INFINITY;
  let cut: number | undefined;
  for (let from = means.length - 1; from >= 0; from--) {
    // Around the middle of all, so that a small spread around a large mean keeps its digits.
    const value = means[from]! - center;
    sum += value;
    squares += value * value;
    const left = means.length - from;
    if (left < FEWEST_LEFT) continue;
    const marginal = Math.max(0, squares - (sum * sum) / left) / left ** 2;
    if (marginal > least) continue;
    least = marginal;
    cut = from;
  }
  return cut === undefined || cut > means.length / 2 ? undefined : cut * BATCH;
}

function batchMeans(values: ArrayLike<number>): Float64Array {
  const means = new Float64Array(Math.floor(values.length / BATCH));
  for (let batch = 0; batch < means.length; batch++) {
    for (let at = 0; at < BATCH; at++) means[batch]! += values[batch * BATCH + at]! / BATCH;
  }
  return means;
}

const BATCH = 5;
const FEWEST_LEFT = 5;
