/** Takes the fields of a row, and where it is known the line it stands in. */
export type OnRecord = (fields: readonly string[], line?: number) => void;

/** Cuts lines of CSV without quotes at their commas. */
export class PlainLines {
  /** How many have ended. */
  ended = 0;
  private readonly onRecord: OnRecord;

  constructor(onRecord: OnRecord) {
    this.onRecord = onRecord;
  }

  /** Text from the beginning of a line to the end of one. */
  read(text: string): void {
    const { onRecord } = this;
    const { length } = text;
    let line = this.ended === 0 && text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
    let field = line;
    let fields: string[] = [];
    for (let at = line; at <= length; at++) {
      const code = at < length ? text.charCodeAt(at) : LINE_FEED;
      if (code > COMMA) continue;
      const ends = code === LINE_FEED || code === CARRIAGE_RETURN;
      if (!ends && code !== COMMA) continue;
      if (!ends || at > line) fields.push(text.slice(field, at));
      field = at + 1;
      if (!ends) continue;
      if (fields.length > 0) onRecord(fields, this.ended + 1);
      fields = [];
      if (at < length) this.ended++;
      if (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED) at++;
      line = at + 1;
      field = line;
    }
  }
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const COMMA = 44;
const BYTE_ORDER_MARK = 0xfeff;
