/** Cuts lines of CSV at their commas, as long as there is nothing more to it: no quotes, and no line that is as long as a file. */
export class PlainLines {
  /** How many have ended. */
  ended = 0;
  private readonly onRecord: (fields: readonly string[]) => void;
  private readonly longest: number;

  constructor(onRecord: (fields: readonly string[]) => void, longest: number) {
    this.onRecord = onRecord;
    this.longest = longest;
  }

  /** Text from the beginning of a line to the end of one. Returns how much of it was read: up to a line that is for somebody else. */
  read(text: string): number {
    const { onRecord, longest } = this;
    const { length } = text;
    let line = this.ended === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    let field = line;
    let fields: string[] = [];
    for (let at = line; at <= length; at++) {
      const code = at < length ? text.charCodeAt(at) : LINE_FEED;
      if (code > COMMA) continue;
      if (code === QUOTE) return line;
      const ends = code === LINE_FEED || code === CARRIAGE_RETURN;
      if (!ends && code !== COMMA) continue;
      if (at - line > longest) return line;
      if (!ends || at > line) fields.push(text.slice(field, at));
      field = at + 1;
      if (!ends) continue;
      if (fields.length > 0) onRecord(fields);
      fields = [];
      if (at < length) this.ended++;
      if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) at++;
      line = at + 1;
      field = line;
    }
    return length;
  }
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const COMMA = 44;
const BYTE_ORDER_MARK = 0xfeff;
