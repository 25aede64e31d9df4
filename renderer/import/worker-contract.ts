import type { NewChange } from '#app/contract/operations.ts';
import type { Person } from '#app/contract/protocol.ts';
import type {
  ColumnFormats,
  FileChoices,
  FileErrorCode,
  FileForm,
  ImportChoices,
  KnownRecord,
  LeftOutFile,
  LineKind,
  Mapping,
  PlannedLine,
  PlanSummary,
} from '#app/import/index.ts';
import type { Catalogue, Language } from '#app/text/index.ts';

/** What the window knows of one table of a file. */
export interface SourceView {
  file: number;
  fileName: string;
  /** Display name. */
  title: string;
  name: string;
  table: string | null;
  mapping: Mapping;
  columnFormats: ColumnFormats;
  preset: string | null;
  headers: readonly string[];
  headerLine: number | null;
  form: FileForm;
  count: number;
  /** Lines that could not be split into cells; the review lists them. */
  brokenCount: number;
  /** Whether the workbook hides the whole sheet, and how many lines it hides of one that is shown. */
  isHidden: boolean;
  hiddenLines: number;
  /** A few sample values per column. */
  samples: readonly (readonly string[])[];
}

export interface WorkerStart {
  locale: string;
  /** `YYYY-MM-DD` */
  today: string;
  preferred: string;
  people: readonly Pick<Person, 'id' | 'name' | 'email'>[];
}

/** The worker's methods; see `createImportSession` for each. */
export interface WorkerMethods {
  start(context: WorkerStart): void;
  open(name: string, bytes: Uint8Array): SourceView[];
  reread(file: number, choices: FileChoices): SourceView[];
  setTable(index: number, table: string | null): SourceView[];
  setMapping(index: number, mapping: Mapping): SourceView[];
  setColumnFormats(index: number, columnFormats: ColumnFormats): SourceView[];
  forgetKnown(): void;
  addKnown(table: string, records: readonly KnownRecord[]): void;
  plan(choices: ImportChoices): PlanSummary;
  page(kinds: readonly LineKind[], from: number, limit: number): PlannedLine[];
  changes(from: number, limit: number, existing: 'skip' | 'update'): NewChange[];
  /** @param catalogue the window's messages, so that the worker loads none */
  leftOut(catalogue: Catalogue, language: Language, locale: string): LeftOutFile[];
}

export interface WorkerRequest {
  id: number;
  method: keyof WorkerMethods;
  args: readonly unknown[];
}

export type WorkerAnswer =
  | { id: number; kind: 'progress'; share: number }
  | { id: number; kind: 'done'; value: unknown }
  | { id: number; kind: 'failed'; code: FileErrorCode | null; message: string };
