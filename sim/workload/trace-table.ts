import { closest } from "../../policies/suggest.ts";
import { UsageError } from "../../policies/usage-error.ts";
import type { TraceSpec } from "../../scenarios/scenario.ts";
import type { Fact, Task } from "./formats/format.ts";
import { formats } from "./formats/formats.ts";
import { GrowingColumn } from "./growing-column.ts";
import { likelyTime } from "./likely-time.ts";
import type { TokenTimes } from "./token-times.ts";

/** How the reason begins why a row is not used that the scenario does not want. */
export const filtered = "filtered: ";
/** Why a row is not used that can be. */
export const outsideWindow = "outside the window";

const LONGEST_TOLD = 40;

/** The rows of one trace file that can be used, in file order and in three numbers each, and why the others cannot. */
export class TraceTable {
  /** Missing in a file without a line. */
  header?: readonly string[];
  rows = 0;
  readonly skipped: Record<string, number> = {};
  /** By reason: where the first that cannot be used stands, and what is there. */
  readonly firstSkipped: Record<string, string> = {};
  /** What the times most likely are, where the scenario reads them as something else. */
  misread?: ReturnType<typeof likelyTime>;
  readonly seconds = new GrowingColumn();
  readonly nanoseconds = new GrowingColumn();
  /** Missing where service is drawn. */
  readonly demands?: GrowingColumn;
  /** Missing where neither the format nor the scenario names a class column. Of several columns: their values, joined by /. */
  readonly classes?: string[];
  /** Whose each row is; empty where the file is not of several clients. */
  readonly clients: string[] = [];
  /** The format's facts, and their columns. */
  readonly facts: ReadonlyMap<Fact, GrowingColumn>;

  private readonly file: string;
  /** As what the scenario reads times, where that is not up to the format and no time was seen yet. */
  private unseen: string | undefined;
  readonly format;
  private readonly filters: readonly { readonly column: string; readonly values: ReadonlySet<string> }[];
  /** Where in a row the format's columns stand, and the filters'. */
  private fieldPlaces: readonly number[] = [];
  private filterPlaces: readonly number[] = [];
  private readonly classColumns: readonly string[];
  private classPlaces: readonly number[] = [];
  private readonly fields: (string | undefined)[] = [];
  private readonly task: Task = { arrival: { seconds: 0, nanoseconds: 0 }, demand: 0, class: "", facts: {} };
  private readonly classNames = new Map<string, string>();

  constructor(spec: TraceSpec, tokenTimes?: TokenTimes) {
    this.file = spec.file;
    if (spec.format === "csv") this.unseen = spec.columns?.time;
    this.format = formats[spec.format](spec, tokenTimes);
    this.facts = new Map(this.format.facts?.map((fact) => [fact, new GrowingColumn()]));
    this.filters = Object.entries(spec.filter).map(([column, values]) => ({ column, values: new Set(values) }));
    if (this.format.served) this.demands = new GrowingColumn();
    this.classColumns = spec.class ?? [];
    if (this.format.intervals && this.classColumns.length > 0) {
      throw new UsageError(`a row of format ${spec.format} is no single task, and has no class`, { file: spec.file });
    }
    if (this.format.classed || this.classColumns.length > 0) this.classes = [];
  }

  /**
   * Takes the header, where files of this format have one, then row after row, each with its line where that is known; `archived`:
   * the first field is whose it is.
   */
  add(fields: readonly string[], line?: number, archived = false): void {
    if (this.header === undefined) {
      const header = this.format.header ?? fields.map((name) => name.trim());
      this.readHeader(archived ? ["client", ...header] : header);
      if (this.format.header === undefined) return;
    }
    this.rows += 1;
    const problem = this.readRow(fields);
    if (this.unseen !== undefined && this.fields.length > 0) this.compareTimes(this.unseen);
    if (problem !== undefined) {
      this.skip(problem);
      if (!problem.startsWith(filtered)) this.firstSkipped[problem] ??= this.told(fields, problem, line);
      return;
    }
    const { arrival, demand, facts } = this.task;
    this.seconds.push(arrival.seconds);
    this.nanoseconds.push(arrival.nanoseconds);
    this.demands?.push(demand);
    this.classes?.push(this.shared(this.task.class));
    if (archived) this.clients.push(this.shared(fields[0] as string));
    for (const [fact, column] of this.facts) column.push(facts[fact] ?? Number.NaN);
  }

  skip(reason: string, rows = 1): void {
    this.skipped[reason] = (this.skipped[reason] ?? 0) + rows;
  }

  /** A place in the file, and what stands there: `line 3: "12.5s"`. */
  private told(fields: readonly string[], problem: string, line?: number): string {
    const place = line === undefined ? `row ${this.rows}` : `line ${line}`;
    const header = this.header as readonly string[];
    if (fields.length !== header.length) return `${place}: ${fields.length} instead of ${header.length}`;
    const field = fields[header.indexOf(problem.slice(problem.indexOf(": ") + 2))];
    return field === undefined || field === "" ? place : `${place}: ${JSON.stringify(field.slice(0, LONGEST_TOLD))}`;
  }

  private compareTimes(as: string): void {
    const likely = likelyTime(this.fields[0] ?? "");
    if (likely !== as) this.misread = likely;
    this.unseen = undefined;
  }

  /** The one string for all rows of a class or client, copied: a field may be a part of all the text it came with. */
  private shared(name: string): string {
    const known = this.classNames.get(name);
    if (known !== undefined) return known;
    const own = Buffer.from(name, "utf16le").toString("utf16le");
    this.classNames.set(own, own);
    return own;
  }

  private readRow(row: readonly string[]): string | undefined {
    if (row.length !== this.header?.length) return "wrong number of columns";
    for (let index = 0; index < this.filters.length; index += 1) {
      const { column, values } = this.filters[index]!;
      if (!values.has((row[this.filterPlaces[index] as number] as string).trim())) return `${filtered}${column}`;
    }
    for (let index = 0; index < this.fieldPlaces.length; index += 1) {
      this.fields[index] = row[this.fieldPlaces[index] as number]?.trim();
    }
    const problem = this.format.read(this.fields, this.task);
    if (this.classPlaces.length > 0) {
      this.task.class = this.classPlaces.map((place) => (row[place] as string).trim()).join("/");
    }
    return problem;
  }

  private readHeader(header: readonly string[]): void {
    this.header = header;
    const { columns, optional = [] } = this.format;
    this.fieldPlaces = [
      ...columns.map((column) => this.place(column, header)),
      ...optional.map((column) => header.indexOf(column)),
    ];
    this.filterPlaces = this.filters.map(({ column }) => this.place(column, header));
    this.classPlaces = this.classColumns.map((column) => this.place(column, header));
    const missing = this.format.missing?.((column) => header.includes(column));
    if (missing !== undefined) throw new UsageError(missing, { file: this.file });
  }

  private place(column: string, header: readonly string[]): number {
    const place = header.indexOf(column);
    const at = { file: this.file, line: 1 };
    if (place === -1) {
      const near = closest(column, header);
      const meant = near === undefined ? otherSeparator(header) : `; did you mean "${near}"?`;
      throw new UsageError(`no column "${column}" among ${header.map((name) => `"${name}"`).join(", ")}${meant}`, at);
    }
    if (header.lastIndexOf(column) !== place) throw new UsageError(`two columns are named "${column}"; rename one`, at);
    return place;
  }
}

/** A hint where all names seem to be one. */
function otherSeparator([only = "", second]: readonly string[]): string {
  const separator = /[;\t]/.exec(only)?.[0];
  if (separator === undefined || second !== undefined) return "";
  return `; separate columns by commas instead of ${separator === ";" ? "semicolons" : "tabs"}`;
}
