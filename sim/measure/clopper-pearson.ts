import jstat from "jstat";

/**
 * Between which chances of a failure so many failures in so many independent runs are not unlikely: 95 % confidence, exact (Clopper and
 * Pearson 1934). Without a failure, or with nothing else, all of the 5 % are on one side: about 3 of the runs, the rule of three.
 */
export function clopperPearson(failures: number, runs: number): { readonly low: number; readonly high: number } {
  const tail = failures === 0 || failures === runs ? 0.05 : 0.025;
  return {
    low: failures === 0 ? 0 : jstat.jStat.beta.inv(tail, failures, runs - failures + 1),
    high: failures === runs ? 1 : jstat.jStat.beta.inv(1 - tail, failures + 1, runs - failures),
  };
}
