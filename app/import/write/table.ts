import {
  type AnyEntity,
  currencyDecimals,
  type Field,
  ferrySchema,
  type JsonValue,
  type RecordData,
  referencesOf,
} from '#app/schema/index.ts';
import { currencyOf, isEmptyValue, type Language, labelIn } from '#app/text/index.ts';

/** A cell of an export, typed for spreadsheets. */
export type OutCell =
  | { kind: 'text'; text: string }
  | { kind: 'day'; day: string }
  | { kind: 'amount'; value: number; digits: number }
  | { kind: 'number'; value: number }
  | null;

export interface OutTable {
  name: string;
  headers: readonly string[];
  rows: readonly (readonly OutCell[])[];
}

export interface OutRecord {
  id: string;
  data: RecordData;
}

/** Names and wording for an export. */
export interface OutNames {
  language: Language;
  /** A unique name for a person, see `personNames`. */
  person(id: string): string;
  record(table: string, id: string): OutRecord | undefined;
}

interface Column {
  header: string;
  cell(record: OutRecord): OutCell;
}

const text = (value: string): OutCell => (value === '' ? null : { kind: 'text', text: value });

/** A list as a table: its id, the parents' titles and ids, and the named fields. An amount brings its currency. */
export function outTable(
  entity: AnyEntity,
  fields: readonly string[],
  records: readonly OutRecord[],
  names: OutNames,
): OutTable {
  const wanted = new Set([entity.title, ...fields]);
  for (const name of fields) {
    const currency = entity.fields[name]?.currencyField;
    if (currency !== undefined) wanted.add(currency);
  }
  const columns: Column[] = [
    { header: 'Id', cell: ({ id }) => text(id) },
    ...pathColumns(entity, names, (record) => record),
  ];
  for (const [name, field] of Object.entries(entity.fields)) {
    if (!wanted.has(name) || field.kind === 'reference') continue;
    columns.push({
      header: labelIn(field.label, names.language),
      cell: ({ data }) => cellOf(field, data[name], data, names),
    });
  }
  return {
    name: labelIn(entity.label, names.language),
    headers: columns.map(({ header }) => header),
    rows: records.map((record) => columns.map(({ cell }) => cell(record))),
  };
}

/** Client › engagement: title and id of each parent, outermost first. */
function pathColumns(entity: AnyEntity, names: OutNames, from: (record: OutRecord) => OutRecord | undefined): Column[] {
  return referencesOf(entity).flatMap(({ field, table }) => {
    const parent = ferrySchema.entity(table);
    const label = entity.fields[field]?.label;
    if (parent === undefined || label === undefined) return [];
    const idOf = (record: OutRecord) => {
      const id = from(record)?.data[field];
      return typeof id === 'string' ? id : '';
    };
    const parentOf = (record: OutRecord) => names.record(table, idOf(record));
    const header = labelIn(label, names.language);
    return [
      ...pathColumns(parent, names, parentOf),
      { header, cell: (record: OutRecord) => text(String(parentOf(record)?.data[parent.title] ?? '')) },
      { header: `${header} Id`, cell: (record: OutRecord) => text(idOf(record)) },
    ];
  });
}

function cellOf(field: Field, value: JsonValue | undefined, data: RecordData, names: OutNames): OutCell {
  if (isEmptyValue(value) || value === undefined || value === null) return null;
  switch (field.kind) {
    case 'money': {
      if (typeof value !== 'number') return text(String(value));
      const digits = currencyDecimals(currencyOf(field, data));
      return { kind: 'amount', value: value / 10 ** digits, digits };
    }
    case 'count':
      return typeof value === 'number' ? { kind: 'number', value } : text(String(value));
    case 'tags':
      return text(Array.isArray(value) ? joinedTags(value.map(String)) : String(value));
    case 'date':
      return { kind: 'day', day: String(value) };
    case 'person':
      return text(names.person(String(value)));
    case 'select': {
      const option = field.options?.find((known) => known.value === value);
      return text(option === undefined ? String(value) : labelIn(option.label, names.language));
    }
    case 'text':
    case 'email':
    case 'phone':
    case 'notes':
    case 'reference':
      return text(String(value));
  }
}

/** Tags in one cell, escaped so that `splitTags` restores them. */
export function joinedTags(tags: readonly string[]): string {
  return tags.map((tag) => tag.replace(/[\\;]/g, '\\$&')).join('; ');
}

/** The reverse of `joinedTags`. */
export function splitTags(cell: string): string[] {
  const tags: string[] = [];
  let tag = '';
  for (let at = 0; at < cell.length; at++) {
    const letter = cell.charAt(at);
    if (letter === '\\' && at + 1 < cell.length) {
      at++;
      tag += cell.charAt(at);
    } else if (letter === ';' && cell.charAt(at + 1) === ' ') {
      tags.push(tag);
      tag = '';
      at++;
    } else tag += letter;
  }
  return [...tags, tag];
}

/** A unique name for each person in a file: the name, with the email if two share it; the id if unknown. */
export function personNames(people: readonly { id: string; name: string; email: string }[]): (id: string) => string {
  const counts = new Map<string, number>();
  for (const { name } of people) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  const words = new Map(
    people.map(({ id, name, email }) => [id, counts.get(name.toLowerCase()) === 1 ? name : `${name} (${email})`]),
  );
  return (id) => words.get(id) ?? id;
}
