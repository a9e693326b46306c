import jstat from "jstat";

/** A quantile of Student's t distribution; by default that of half-widths of 95 % confidence intervals, in standard errors. */
export function studentT(degreesOfFreedom: number, share = 0.975): number {
  return jstat.jStat.studentt.inv(share, degreesOfFreedom);
}

/** The chance that |t| is at least so large by accident. By the incomplete beta function, which keeps the digits of small ones. */
export function twoSidedP(t: number, degreesOfFreedom: number): number {
  return jstat.jStat.ibeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
}
