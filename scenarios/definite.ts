/** The same without keys whose value is undefined: what is not known is absent. */
export type Definite<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
export function definite<const T extends object>(value: T): Definite<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Definite<T>;
}
