import { readFileSync } from 'node:fs';
import path from 'node:path';
import { detectColumnFormats } from '#app/import/columns/detect-column-formats.ts';
import { guessMapping } from '#app/import/columns/guess-mapping.ts';
import { type Mapping, ownForm } from '#app/import/columns/mapping.ts';
import { knownHeaders } from '#app/import/columns/words.ts';
import { createRecordIndex } from '#app/import/identity/record-index.ts';
import { createLineReader } from '#app/import/plan/line-reader.ts';
import { makePlan } from '#app/import/plan/make-plan.ts';
import { defaultChoices, type PlanChoices, type PlannedLine } from '#app/import/plan/plan.ts';
import { emptyTables } from '#app/import/plan/resolve-parents.ts';
import { readFile } from '#app/import/read/read-file.ts';
import type { Sheet } from '#app/import/sheet.ts';
import { type AnyEntity, ferrySchema, type RecordData, withInitialValues } from '#app/schema/index.ts';

export const filesFolder = path.join(import.meta.dirname, '../../fixtures/files');
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(path.join(filesFolder, name)));

export const entityOf = (table: string): AnyEntity => {
  const entity = ferrySchema.entity(table);
  if (entity === undefined) throw new Error(`There is no ${table}.`);
  return entity;
};

export interface StoredRecord {
  table: string;
  data: RecordData;
}

interface Source {
  table: string;
  name?: string;
  bytes: Uint8Array;
}

interface ImportOptions {
  locale?: string;
  /** What is there before, as `s0`, `s1`, … */
  store?: readonly StoredRecord[];
  /** What is there before, under ids of its own. */
  known?: readonly (StoredRecord & { id: string })[];
  choices?: Partial<PlanChoices>;
  mapping?: Partial<Mapping>;
}

export interface Imported {
  sheets: Sheet[];
  /** Header → target, of the first source. */
  map: Record<string, string | null>;
  lines: PlannedLine[];
  /** The lines that become records, or change them. */
  rows: PlannedLine[];
  of(kind: PlannedLine['kind']): PlannedLine[];
}

export const people = [
  { id: 'p1', name: 'Olivia Brandt', email: 'owner@sample.test' },
  { id: 'p2', name: 'Samir Haddad', email: 'staff@sample.test' },
];

/** Imports files as the window does where a person only presses on. */
export function importFiles(sources: readonly Source[], options: ImportOptions = {}): Imported {
  const { locale = 'en-GB', store = [], known = [], choices = {}, mapping: message = {} } = options;
  const tables = emptyTables((entity) => createRecordIndex(entity));
  for (const [index, { table, data }] of store.entries()) {
    tables.get(table)?.stored.add({ id: `s${index}`, data: withInitialValues(entityOf(table), data) });
  }
  for (const { table, id, data } of known) tables.get(table)?.stored.add({ id, data });
  const read = sources.flatMap(({ table, name = 'file', bytes }) =>
    readFile(name, bytes, {}, { knownHeaders: knownHeaders() }).map((sheet) => {
      const entity = entityOf(table);
      const columns = guessMapping(entity, sheet.headers, sheet.lines);
      const mapping: Mapping = { columns, fixed: {}, keepsSurplus: false, ...message };
      const columnFormats = detectColumnFormats(entity, sheet, mapping, locale, '2026-11-29');
      const context = { locale, people, values: new Map(), keepsBadCells: true, own: ownForm(sheet, columns) };
      return { sheet, reader: createLineReader(entity, sheet.headers, mapping, columnFormats, context), columns };
    }),
  );
  let count = 0;
  const planning = makePlan(read, {
    tables,
    choices: { ...defaultChoices, ...choices },
    newId: () => `n${count++}`,
  });
  let step = planning.next();
  while (!step.done) step = planning.next();
  const lines = step.value;
  const [first] = read;
  return {
    sheets: read.map(({ sheet }) => sheet),
    map: Object.fromEntries(first?.sheet.headers.map((header, at) => [header, first.columns[at] ?? null]) ?? []),
    lines,
    rows: lines.filter(({ kind }) => kind === 'new' || kind === 'update' || kind === 'same'),
    of: (kind) => lines.filter((line) => line.kind === kind),
  };
}
