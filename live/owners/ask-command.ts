import { runCommand } from "../run-command.ts";

/**
 * Runs a program that asks for something. In its words `{name}` becomes the value of that name; no shell reads them. Throws with its
 * last words when it fails.
 */
export async function askCommand(
  template: readonly string[],
  values: Readonly<Record<string, string | number>>,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const command = template.map((word) =>
    word.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? String(values[name]) : whole,
    ),
  );
  const { code, err } = await runCommand(command, { signal, folder });
  if (code === 0) return;
  const said = err.trim().split("\n").at(-1) ?? "";
  throw new Error(`${command.join(" ")} ended with code ${code}${said === "" ? "" : `: ${said}`}`);
}
