import { UsageError } from "../../policies/index.ts";
import { type Fit, fitTrace, traceWarnings } from "../../sim/index.ts";
import type { TraceOptions } from "../commands/trace.ts";
import { sourceBlock } from "./source-block.ts";
import { traceFile } from "./trace-file.ts";

/** `disfun-sim trace fit`: the nearest source as YAML, with its goodness of fit as comments, and how the others did. */
export async function traceFit(options: TraceOptions): Promise<void> {
  const { file } = options;
  const { spec, trace } = await traceFile(options);
  for (const warning of traceWarnings(trace.report)) process.stderr.write(`warning: ${warning}\n`);
  if (trace.interval !== undefined) {
    const instead = spec.format === "counts" ? "curve: { file }" : "trace: { file, format: servegen }";
    throw new UsageError(`tells rates and no single arrivals; use it as it is, by ${instead}`, { file });
  }
  if (new Set(trace.arrivals).size < 3) throw new UsageError("has less than three different arrivals", { file });
  const fits = fitTrace(trace);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(fits, null, 2)}\n`);
    return;
  }
  const [best, ...others] = fits;
  if (best === undefined) return;
  const made = best.service === undefined ? " # made up: the file tells no service times" : "";
  const lines = [
    `# Imitates ${file.replace(/\p{Cc}/gu, " ")}: ${goodness(best)}`,
    ...others.map((fit) => `# Not so near: ${nameOf(fit)}: ${goodness(fit)}`),
    sourceBlock(best.spec, made),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function nameOf({ spec }: Fit): string {
  return spec.kind === "renewal" ? `renewal, ${spec.gaps.kind}` : spec.kind;
}

function goodness({ gaps, service, dispersion }: Fit): string {
  return [
    `distance of gaps ${gaps.toFixed(3)}`,
    ...(service === undefined ? [] : [`of service ${service.toFixed(3)}`]),
    ...(dispersion === undefined
      ? []
      : [`dispersion in 60 s ${dispersion.fit.toPrecision(3)} for ${dispersion.trace.toPrecision(3)}`]),
  ].join(", ");
}
