import jstat from "jstat";

/** The 97.5 % quantile of Student's t distribution: half-widths of 95 % confidence intervals, in standard errors. */
export function studentT(degreesOfFreedom: number): number {
  return jstat.jStat.studentt.inv(0.975, degreesOfFreedom);
}
