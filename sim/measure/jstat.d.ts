/** The part of jstat that is used; the package brings no types. */
declare module "jstat" {
  const jstat: {
    readonly jStat: {
      readonly studentt: { inv(share: number, degreesOfFreedom: number): number };
      readonly beta: { inv(share: number, alpha: number, beta: number): number };
      ibeta(x: number, a: number, b: number): number;
    };
  };
  export default jstat;
}
