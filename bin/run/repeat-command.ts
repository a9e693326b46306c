import type { RunOptions } from "./options.ts";

/** What gives the same numbers again: the options that say what is run, without those that say where it goes. */
export function repeatCommand(file: string, { seeds, policy, baseline, set }: RunOptions): string {
  const options = [
    ...policy.flatMap((name) => ["--policy", name]),
    ...(baseline === undefined ? [] : ["--baseline", baseline]),
    ...(seeds === undefined ? [] : ["--seeds", seeds]),
    ...set.flatMap((setting) => ["--set", setting]),
  ];
  return ["disfun-sim", "run", file, ...options].map(shellWord).join(" ");
}

function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
