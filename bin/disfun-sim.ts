#!/usr/bin/env node
import { check } from "./commands/check.ts";
import { compare } from "./commands/compare.ts";
import { doctor } from "./commands/doctor.ts";
import { explain } from "./commands/explain.ts";
import { fidelity } from "./commands/fidelity.ts";
import { init } from "./commands/init.ts";
import { live } from "./commands/live.ts";
import { policies } from "./commands/policies.ts";
import { replay } from "./commands/replay.ts";
import { rerender } from "./commands/report.ts";
import { run } from "./commands/run.ts";
import { scenario } from "./commands/scenario.ts";
import { schema } from "./commands/schema.ts";
import { trace } from "./commands/trace.ts";
import { validate } from "./commands/validate.ts";
import { completion, withoutShell } from "./completion.ts";
import { catchTheRest, exitCodes, misused, report } from "./errors.ts";
import { versions } from "./version.ts";
import { commandsOf, hideBin, optionsOf, yargs } from "./yargs.ts";

catchTheRest();

// Only options live in the command files; what a command needs is imported when it runs, so that `--help` stays fast.
const parser = yargs(withoutShell(hideBin(process.argv)))
  .scriptName("disfun-sim")
  .usage("$0 <command>\n\nRuns real autoscaling policies against simulated queues of GPU work, and compares them.")
  .command(run)
  .command(validate)
  .command(schema)
  .command(init)
  .command(trace)
  .command(scenario)
  .command(policies)
  .command(rerender)
  .command(compare)
  .command(replay)
  .command(explain)
  .command(check)
  .command(live)
  .command(doctor)
  .command(fidelity)
  .completion("completion", "Print a completion script for bash or zsh", await completion(process.argv))
  .example("$0 run scenarios/burst.yaml", "run a scenario and write its report to out/burst")
  .example("$0 run my.yaml --policy mine.ts", "try your own policy")
  .example("$0 init my && $0 validate my.yaml", "start a scenario of your own")
  .epilogue(exitCodes)
  .demandCommand(
    1,
    "Say which command: run, validate, schema, init, trace, scenario, policies, report, compare, replay, explain, check, live, doctor, fidelity or completion",
  )
  .parserConfiguration({ "greedy-arrays": false, "parse-positional-numbers": false, "dot-notation": false })
  .strict()
  .recommendCommands()
  .version(versions())
  .alias("h", "help")
  .locale("en")
  .wrap(Math.min(110, process.stdout.columns ?? 110))
  .exitProcess(false);
parser.fail((message, error) => {
  throw message === null ? error : misused(message, optionsOf(parser), commandsOf(parser));
});

try {
  await parser.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
