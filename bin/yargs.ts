/** The only file that knows where yargs comes from. */
export { default as yargs } from "yargs";
export { hideBin } from "yargs/helpers";

/** The options of the command that is being parsed. The types of yargs leave out what tells them. */
export function optionsOf(parser: unknown): string[] {
  const { key } = (parser as { getOptions(): { key: Readonly<Record<string, unknown>> } }).getOptions();
  return Object.keys(key);
}

/** The commands that are being parsed, each as it is declared. */
export function commandsOf(parser: unknown): string[] {
  const inside = (
    parser as { getInternalMethods(): { getContext(): { readonly fullCommands: string[] } } }
  ).getInternalMethods();
  return inside.getContext().fullCommands;
}
