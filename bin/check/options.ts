/** Of `disfun-sim check`, as the option parser gives them. */
export interface CheckOptions {
  readonly subject: string[];
  readonly property: string[];
  readonly runs: string;
  readonly seed: string;
  readonly path: string | undefined;
  readonly time: string | undefined;
  readonly world: string[];
  readonly policy: string[];
  readonly "open-loop": boolean;
  readonly "vary-parameters": boolean;
  readonly threads: string | undefined;
  readonly out: string | undefined;
  readonly regressions: string | undefined;
  readonly junit: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
}
