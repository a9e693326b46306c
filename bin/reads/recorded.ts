/** Where a reading is: the table, what leads to it from there, and its own name. */
export type ReadPath = readonly string[];

/** The same value, noting every name that was looked for in it, or in anything within it, and was not there. */
export function recorded<Value extends object>(value: Value, note: (path: ReadPath) => void): Value {
  // A policy may compare by identity: one thing has one stand-in.
  const standIns = new WeakMap<object, object>();

  function standIn(thing: object, path: readonly string[]): object {
    const known = standIns.get(thing);
    if (known !== undefined) return known;
    const missed = (target: object, key: string | symbol) => {
      if (typeof key === "string" && !Array.isArray(target) && !(key in target) && key !== "toJSON")
        note([...path, key]);
    };
    const made = new Proxy(thing, {
      get(target, key) {
        missed(target, key);
        const found: unknown = Reflect.get(target, key);
        return typeof found === "object" && found !== null ? standIn(found, [...path, String(key)]) : found;
      },
      has(target, key) {
        missed(target, key);
        return Reflect.has(target, key);
      },
      getOwnPropertyDescriptor(target, key) {
        missed(target, key);
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
    standIns.set(thing, made);
    return made;
  }

  return standIn(value, []) as Value;
}
