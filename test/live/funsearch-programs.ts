import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Starts one worker, as an attach program does, and outlives it; told to end it does so at once, and the worker when it has done its work. */
const python = `#!/bin/sh
echo "$DISFUN_REPLICA_ID $CUDA_VISIBLE_DEVICES $CUDA_DEVICE_ORDER $*" >> started
sh -c 'trap "echo told >> told" TERM; echo $$ > up; while [ ! -e done ]; do sleep 0.05; done; echo result > published' spawn_main &
wait
while :; do sleep 0.05; done
`;

/** Two GPUs of 40 GiB, of which the second has room. */
const nvidiaSmi = `#!/bin/sh
case "$*" in
  "-i GPU-b --query-gpu=index --format=csv,noheader") echo 6;;
  --query-gpu=index,uuid*) printf '4, GPU-a, 90, 8192, 40960, Disabled\\n6, GPU-b, 0, 40000, 40960, Disabled\\n';;
  --query-compute-apps*) ;;
  *) exit 6;;
esac
`;

/** Puts programs in place of DistributedFunSearch's and the driver's into a folder, which is to come first in PATH. */
export function funsearchPrograms(folder: string): { note(name: string): string | undefined } {
  for (const [program, text] of [
    ["python", python],
    ["nvidia-smi", nvidiaSmi],
  ] as const) {
    writeFileSync(join(folder, program), text);
    chmodSync(join(folder, program), 0o755);
  }
  return {
    /** What they noted: \`started\`, \`up\`, \`told\`, \`published\`. */
    note: (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : undefined),
  };
}

/** The configuration that is shipped. */
export const funsearchConfig = join(import.meta.dirname, "../../scenarios/live/distributed-funsearch.yaml");
