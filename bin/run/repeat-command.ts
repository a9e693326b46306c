import type { RunOptions } from "./options.ts";

/**
 * What gives the same numbers again: the options that say what is run, without those that say where it goes. By npx, which finds it in
 * a clone, in a project that depends on it and where it is installed for all. */
export function repeatCommand(file: string, options: RunOptions): string {
  const { seeds, precision, "max-seeds": maxSeeds, policy, baseline, baselines, set } = options;
  const given = [
    ...policy.flatMap((name) => ["--policy", name]),
    ...(baseline === undefined ? [] : ["--baseline", baseline]),
    ...(baselines ? [] : ["--no-baselines"]),
    ...(seeds === undefined ? [] : ["--seeds", seeds]),
    ...(precision === undefined ? [] : ["--precision", precision]),
    ...(maxSeeds === undefined ? [] : ["--max-seeds", maxSeeds]),
    ...set.flatMap((setting) => ["--set", setting]),
  ];
  return shellLine(["npx", "disfun-sim", "run", file, ...given]);
}

export function shellLine(words: readonly string[]): string {
  return words.map(shellWord).join(" ");
}

function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
