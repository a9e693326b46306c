/** Something the user wrote cannot be used. Shown as one line; never with a stack trace. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What the command ends with. */
  readonly exitCode: number = 2;
  readonly place: { readonly file?: string; readonly line?: number; readonly column?: number };

  /** `message`: what was found and what would do, without the place. */
  constructor(message: string, place: { file?: string; line?: number; column?: number } = {}) {
    super(message);
    this.place = place;
  }

  /** `file:line:column message`, or `file: message` where no line is known. */
  describe(): string {
    const { file, line, column } = this.place;
    const where = [file, line, column].filter((part) => part !== undefined).join(":");
    if (where === "") return this.message;
    return `${where}${line === undefined ? ":" : ""} ${this.message}`;
  }
}
