import type { Progress } from "../../sim/index.ts";

export interface ProgressLine {
  show(progress: Progress): void;
  end(): void;
}

const PLAIN_EVERY = 10_000;
const REDRAW_EVERY = 100;

/** How far an experiment is: one line that is redrawn on a terminal, a plain line every ten seconds elsewhere. */
export function progressOn(stream: NodeJS.WriteStream, name: string, quiet: boolean): ProgressLine {
  const begun = Date.now();
  let shown = stream.isTTY ? 0 : begun;
  let drawn = false;

  function show(progress: Progress): void {
    const now = Date.now();
    if (quiet || now - shown < (stream.isTTY ? REDRAW_EVERY : PLAIN_EVERY)) return;
    shown = now;
    const text = line(name, progress, (now - begun) / 1000);
    stream.write(stream.isTTY ? `\r\x1b[K${text.slice(0, stream.columns - 1)}` : `${text}\n`);
    drawn = stream.isTTY;
  }

  function end(): void {
    if (drawn) stream.write("\r\x1b[K");
    drawn = false;
  }

  return { show, end };
}

function line(name: string, { done, total, fraction, label, seed }: Progress, elapsed: number): string {
  const parts = [`${name}: ${done}/${total} runs`, `${Math.floor(fraction * 100)} %`];
  if (done > 0) parts.push(`${(done / elapsed).toPrecision(2)} runs/s`);
  if (fraction > 0.02) parts.push(`${Math.ceil((elapsed * (1 - fraction)) / fraction)} s left`);
  return `${parts.join(" · ")} · ${label}, seed ${seed}`;
}
