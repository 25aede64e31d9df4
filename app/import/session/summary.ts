import { ferrySchema, type JsonValue } from '#app/schema/index.ts';
import { valueKey } from '../plan/line.ts';
import type { LineKind, PlannedLine } from '../plan/plan.ts';
import type { Table } from '../plan/resolve-parents.ts';
import type { BrokenLine } from '../sheet.ts';
import type { Source } from './source.ts';

/** A word that a field does not accept, for a person to map. */
export interface UnknownWord {
  table: string;
  field: string;
  word: string;
  count: number;
}

export interface PlanSummary {
  /** Table → kind → how many lines. */
  counts: Readonly<Record<string, Readonly<Partial<Record<LineKind, number>>>>>;
  unknownWords: readonly UnknownWord[];
  /** Words for which a person chose a value, now or in an earlier import of the program. */
  chosenWords: readonly UnknownWord[];
  /** Lines that name a missing parent. */
  missingParents: number;
  /** Parents that the plan creates. */
  createdParents: number;
  /** Cells of imported lines whose text was left out, or moved to the notes. */
  cellsOut: number;
  cellsInNotes: number;
  broken: readonly (BrokenLine & { source: number })[];
  /** Id → title of the candidate records. */
  titles: Readonly<Record<string, string>>;
}

export function summarise(
  lines: readonly PlannedLine[],
  sources: readonly Source[],
  tables: ReadonlyMap<string, Table>,
): Omit<PlanSummary, 'chosenWords'> {
  const counts: Record<string, Partial<Record<LineKind, number>>> = {};
  const words = createWordCounts();
  const titles: Record<string, string> = {};
  let [missingParents, createdParents, cellsOut, cellsInNotes] = [0, 0, 0, 0];
  for (const { table, kind, line, marks, candidates, data } of lines) {
    const ofTable = counts[table] ?? {};
    counts[table] = ofTable;
    if (line === 0) createdParents++;
    ofTable[kind] = (ofTable[kind] ?? 0) + 1;
    for (const { id, data: fields } of candidates)
      titles[id] = String(fields[ferrySchema.entity(table)?.title ?? ''] ?? '');
    for (const { field, value, reason, became } of marks) {
      if (reason.code === 'unknownParent' || reason.code === 'parentNeedsAbove') missingParents++;
      if (reason.code === 'unknownValue' || reason.code === 'unknownPerson') words.add(table, field, value);
      if (kind === 'refused') continue;
      if (became === 'out') cellsOut++;
      if (became === 'notes') cellsInNotes++;
    }
    noteParents(titles, table, data, tables);
  }
  const broken = sources.flatMap(({ sheet, table }, source) =>
    table === null ? [] : sheet.broken.map((line) => ({ ...line, source })),
  );
  return { counts, unknownWords: words.list(), missingParents, createdParents, cellsOut, cellsInNotes, broken, titles };
}

/** Counts words without regard to case. */
export function createWordCounts() {
  const words = new Map<string, UnknownWord>();
  return {
    add(table: string, field: string, word: string): void {
      const key = valueKey(table, field, word);
      const known = words.get(key);
      if (known === undefined) words.set(key, { table, field, word, count: 1 });
      else known.count++;
    },
    /** The most frequent first. */
    list: (): UnknownWord[] => [...words.values()].sort((a, b) => b.count - a.count),
  };
}

/** Only the few hundred parents shown need a title. */
const MOST_TITLES = 2000;

function noteParents(
  titles: Record<string, string>,
  table: string,
  data: Readonly<Record<string, JsonValue>>,
  tables: ReadonlyMap<string, Table>,
): void {
  for (const [name, field] of Object.entries(ferrySchema.entity(table)?.fields ?? {})) {
    const id = data[name];
    if (field.references === undefined || typeof id !== 'string' || titles[id] !== undefined) continue;
    if (Object.keys(titles).length >= MOST_TITLES) return;
    const parent = tables.get(field.references);
    const record = parent?.stored.get(id) ?? parent?.planned.get(id);
    if (parent !== undefined && record !== undefined) titles[id] = String(record.data[parent.entity.title] ?? '');
  }
}
