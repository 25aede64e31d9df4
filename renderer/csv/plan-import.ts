import type { Person } from '#app/contract/protocol.ts';
import { type AnyEntity, type Field, type JsonValue, type RecordData, withInitialValues } from '#app/schema/index.ts';
import { checkValue, readTyped } from '#app/text/index.ts';
import type { Mapping } from './mapping.ts';
import { idOfTitle, plainWords, type TitleIndex } from './title-index.ts';
import { withoutApostrophe } from './write-csv.ts';

export interface ImportContext {
  locale: string;
  /** `YYYY-MM-DD` */
  today: string;
  people: readonly Pick<Person, 'id' | 'name' | 'email'>[];
  /** Table → its records by title. */
  titles: ReadonlyMap<string, TitleIndex>;
  /** Key of an existing record, see `keyOf` → its id. */
  existing: ReadonlyMap<string, string>;
}

export interface RowProblem {
  /** Line in the file, the header being 1. */
  line: number;
  field: string;
  value: string;
  /** The schema's message, in English. */
  message: string;
}

export interface PlannedRow {
  line: number;
  data: RecordData;
  /** The record that is already there under the same key. */
  existingId: string | null;
}

export interface ImportPlan {
  rows: PlannedRow[];
  problems: RowProblem[];
  /** Lines whose key an earlier line of the file has. */
  repeated: number[];
}

/** By which fields a record is recognised; the first that is filled in. */
const keyFields: Record<string, readonly string[]> = { clients: ['taxId', 'email', 'name'] };

/** What makes a record the same as another; null where too little is known. */
export function keyOf(entity: AnyEntity, data: RecordData): string | null {
  const names = keyFields[entity.table] ?? [entity.title];
  const reference = Object.entries(entity.fields).find(([, field]) => field.kind === 'reference')?.[0];
  for (const name of names) {
    const value = data[name];
    if (typeof value !== 'string' || value.trim() === '') continue;
    const parent = reference === undefined ? '' : String(data[reference] ?? '');
    return `${name}:${plainWords(value)}:${parent}`;
  }
  return null;
}

export function emptyPlan(): { plan: ImportPlan; seen: Set<string> } {
  return { plan: { rows: [], problems: [], repeated: [] }, seen: new Set() };
}

/** Adds one line of a file to a plan: as a record to be, or with what is wrong about it. */
export function planRow(
  entity: AnyEntity,
  mapping: Mapping,
  cells: readonly string[],
  line: number,
  context: ImportContext,
  { plan, seen }: ReturnType<typeof emptyPlan>,
): void {
  const data: RecordData = {};
  const problems: RowProblem[] = [];
  // A currency is read before the amounts that are in it.
  const columns = mapping
    .map((name, column) => ({ name, column }))
    .sort((a, b) => Number(isMoney(entity, a.name)) - Number(isMoney(entity, b.name)));
  for (const { name, column } of columns) {
    const field = name === null ? undefined : entity.fields[name];
    const cell = withoutApostrophe((cells[column] ?? '').trim());
    if (name === null || field === undefined || cell === '') continue;
    const read = readCell(field, cell, data, context);
    if (read.ok) data[name] = read.value;
    else problems.push({ line, field: name, value: cell, message: read.message });
  }
  const whole = withInitialValues(entity, data);
  for (const [name, field] of Object.entries(entity.fields)) {
    if (problems.some((problem) => problem.field === name)) continue;
    const checked = checkValue(field, whole[name] ?? null);
    if (!checked.ok) problems.push({ line, field: name, value: '', message: checked.message });
  }
  const key = keyOf(entity, whole);
  if (problems.length > 0) plan.problems.push(...problems);
  else if (key !== null && seen.has(key)) plan.repeated.push(line);
  else plan.rows.push({ line, data, existingId: key === null ? null : (context.existing.get(key) ?? null) });
  if (key !== null) seen.add(key);
}

const isMoney = (entity: AnyEntity, name: string | null) => name !== null && entity.fields[name]?.kind === 'money';

type Read = { ok: true; value: JsonValue } | { ok: false; message: string };

function readCell(field: Field, cell: string, data: RecordData, context: ImportContext): Read {
  const small = cell.toLowerCase();
  if (field.kind === 'select') {
    const option = field.options?.find(({ value, label }) =>
      [value, label.en, label.de].some((word) => word.toLowerCase() === small),
    );
    return option === undefined
      ? { ok: false, message: 'Choose one of the options.' }
      : { ok: true, value: option.value };
  }
  if (field.kind === 'person') {
    const found = context.people.find(
      ({ name, email }) => name.toLowerCase() === small || email.toLowerCase() === small,
    );
    return found === undefined
      ? { ok: false, message: 'Nobody of the firm has this name.' }
      : { ok: true, value: found.id };
  }
  if (field.kind === 'reference') {
    const id = idOfTitle(context.titles.get(field.references ?? ''), cell);
    if (id === 'ambiguous') return { ok: false, message: 'Several records have this name.' };
    return id === 'unknown' ? { ok: false, message: 'There is no record of this name.' } : { ok: true, value: id };
  }
  const typed = field.kind === 'tags' ? cell.replaceAll(';', ',') : cell;
  return readTyped(field, typed, { data, locale: context.locale, today: context.today });
}
