import {
  type AnyEntity,
  type Field,
  ferrySchema,
  type JsonValue,
  type Problem,
  problemOf,
  type RecordData,
  referencesOf,
} from '#app/schema/index.ts';
import { sortedTags } from '#app/text/index.ts';
import { ADDRESS_TARGET, ID_TARGET, NOTES_TARGET, parentIdTarget, UUID } from '../columns/mapping.ts';
import { distinguishingFields } from '../columns/words.ts';
import { type Cell, cellText, type SheetLine } from '../sheet.ts';
import { splitAddress } from '../values/addresses.ts';
import { isSpreadsheetError } from '../values/placeholders.ts';
import { meantText, oneLine, withoutApostrophe } from '../values/text.ts';
import { splitTags } from '../write/table.ts';
import { kindReading } from './kind-reading.ts';
import type { CellMark, CellReason, ParentName, ReadLine } from './line.ts';
import type { Column, LineReader } from './line-reader.ts';
import { type CellValue, readCell, readWords } from './read-cell.ts';

/** The column of a fixed default. */
const NO_COLUMN: Column = { column: -1, header: '' };

interface Reading {
  data: RecordData;
  extra: string[];
  marks: CellMark[];
}

/** Reads one line: its values, its extra text, and the cells that were not imported unchanged. */
export function readLine(reader: LineReader, { line, cells }: SheetLine): ReadLine {
  const { entity, byTarget, mapping } = reader;
  const reading: Reading = { data: {}, extra: [], marks: [] };
  // A currency is read before its amounts, and notes last, because text from other cells is appended to them.
  for (const [name, field] of reader.fields) {
    if (field.kind === 'reference') continue;
    const columns = byTarget.get(name) ?? [];
    readField(reader, reading, name, field, columns, cells);
    const fixed = mapping.fixed[name] ?? '';
    if (reading.data[name] !== undefined || fixed.trim() === '') continue;
    keep(reader, reading, name, field, fixed, readCell(reader, name, field, fixed, NO_COLUMN, reading.data));
  }
  for (const column of byTarget.get(ADDRESS_TARGET) ?? []) readAddress(reader, reading, textOf(column, cells));
  const parents: Record<string, ParentName> = {};
  for (const [name, field] of Object.entries(entity.fields)) {
    if (field.kind === 'reference') readParent(reader, reading, parents, name, cells);
  }
  nameAfterContact(entity, reading.data);
  refuseUnnamed(entity, reading);
  for (const { column, header } of byTarget.get(NOTES_TARGET) ?? []) addExtra(reading, header, cells[column]);
  if (mapping.keepsSurplus) for (const { column, header } of reader.surplus) addExtra(reading, header, cells[column]);
  const id = textOf(byTarget.get(ID_TARGET)?.[0], cells);
  if (id !== '' && !UUID.test(id))
    reading.marks.push({ field: ID_TARGET, value: id, reason: { code: 'badId' }, became: 'out' });
  return { line, id: UUID.test(id) ? id.toLowerCase() : null, parents, ...reading };
}

/** Fills the fields of an address from one cell; an address that cannot be split is the street. */
function readAddress(reader: LineReader, reading: Reading, cell: string): void {
  const { address, fields } = reader.entity;
  if (address === undefined || cell === '' || isSpreadsheetError(cell)) return;
  const { street, code = '', city = '', country = '' } = splitAddress(cell) ?? { street: cell };
  const values = { [address.street]: street, [address.code]: code, [address.city]: city, [address.country]: country };
  for (const [name, value] of Object.entries(values)) {
    const field = fields[name];
    if (field !== undefined && value !== '') keep(reader, reading, name, field, value, readWords(field, value));
  }
}

/** A person without a company becomes a client named after the person. */
function nameAfterContact(entity: AnyEntity, data: RecordData): void {
  const { contact } = data;
  if (data[entity.title] !== undefined || typeof contact !== 'string' || entity.fields.contact === undefined) return;
  data[entity.title] = contact;
  delete data.contact;
}

/** Refuses a record without a title; the reason is whatever made the title cell unusable. */
function refuseUnnamed({ title }: AnyEntity, { data, marks }: Reading): void {
  if (data[title] !== undefined) return;
  const at = marks.findIndex(({ field }) => field === title);
  const mark: CellMark = marks[at] ?? { field: title, value: '', reason: { code: 'missing' }, became: 'refused' };
  marks.splice(at < 0 ? marks.length : at, at < 0 ? 0 : 1, { ...mark, became: 'refused' });
}

function addExtra({ extra }: Reading, header: string, cell: Cell | undefined): void {
  const text = meantText(cellText(cell)).trim();
  if (text !== '') extra.push(header === '' ? text : `${header}: ${text}`);
}

function textOf(column: Column | undefined, cells: readonly Cell[]): string {
  return column === undefined ? '' : meantText(cellText(cells[column.column])).trim();
}

function readField(
  reader: LineReader,
  reading: Reading,
  name: string,
  field: Field,
  columns: readonly Column[],
  cells: readonly Cell[],
): void {
  if (reader.context.own !== null) {
    keepOwn(reader, reading, name, field, columns, cells);
    return;
  }
  if (kindReading[field.kind].columns === 'joined' && columns.length > 1) {
    const parts = columns
      .map((column) => textOf(column, cells))
      .filter((text) => text !== '' && !isSpreadsheetError(text));
    const whole = joinedParts(reader.entity, name, parts);
    if (parts.length > 0) keep(reader, reading, name, field, whole, readWords(field, whole));
    return;
  }
  for (const column of columns) {
    const cell = cells[column.column] ?? '';
    if (cellText(cell).trim() === '') continue;
    keep(reader, reading, name, field, cellText(cell), readCell(reader, name, field, cell, column, reading.data));
  }
}

/** Joins name parts with a space, tax country and id without one, address lines with a comma. */
function joinedParts({ title, taxNumber }: AnyEntity, name: string, parts: readonly string[]): string {
  const [first = '', ...rest] = parts;
  if (name === taxNumber && /^[A-Z]{2}$/.test(first) && rest.length > 0) {
    const number = rest.join('');
    return number.toUpperCase().startsWith(first) ? number : first + number;
  }
  return parts.join(name === title || name === 'contact' ? ' ' : ', ');
}

/**
 * Keeps a cell of Ferry's own export verbatim if the field accepts it; a cell edited by hand is parsed like any other.
 */
function keepOwn(
  reader: LineReader,
  reading: Reading,
  name: string,
  field: Field,
  columns: readonly Column[],
  cells: readonly Cell[],
): void {
  const [first] = columns;
  // A text too long for one workbook cell continues in the next columns.
  const raw = columns.map(({ column }) => cellText(cells[column])).join('');
  if (first === undefined || raw === '') return;
  const text = reader.context.own === 'csv' ? withoutApostrophe(raw) : raw;
  const { own } = kindReading[field.kind];
  const value: JsonValue = own === 'tags' ? splitTags(text) : text;
  if (own !== 'read' && (field.fastCheck(value) || problemWith(field, value) === null)) {
    reading.data[name] = value;
    return;
  }
  keep(
    reader,
    reading,
    name,
    field,
    raw,
    readCell(reader, name, field, cells[first.column] ?? '', first, reading.data),
  );
}

/** The schema's objection to a value, or null. */
function problemWith(field: Field, value: JsonValue): Problem | null {
  const checked = field.schema.safeParse(value);
  return checked.success ? null : problemOf(checked.error.issues[0]);
}

/**
 * Stores a value in its field, or records what happened to the cell. The first value of a field wins; others go to the
 * extra text.
 */
function keep(
  { entity, context }: LineReader,
  reading: Reading,
  name: string,
  field: Field,
  raw: string,
  read: CellValue,
): void {
  if (read === null) return;
  const label = field.label.en;
  const canNote = name !== 'notes' && entity.fields.notes !== undefined && context.keepsBadCells;
  const value = raw.trim();
  const setAside = (text: string, reason: CellReason) => {
    if (canNote) reading.extra.push(`${label}: ${text}`);
    reading.marks.push({ field: name, value: text, reason, became: canNote ? 'notes' : 'out' });
  };
  if ('bad' in read) {
    setAside(value, read.bad);
    return;
  }
  const problem = field.fastCheck(read.value) ? null : problemWith(field, read.value);
  if (problem !== null) {
    setAside(value, { code: 'schema', problem });
    return;
  }
  if (value.includes('\ufffd'))
    reading.marks.push({ field: name, value, reason: { code: 'damagedCharacter' }, became: 'out' });
  const before = reading.data[name];
  const { several } = kindReading[field.kind];
  if (several === 'united' && Array.isArray(before) && Array.isArray(read.value)) {
    reading.data[name] = sortedTags([...before, ...read.value].map(String));
  } else if (several === 'lines' && typeof before === 'string') {
    reading.data[name] = `${before}\n${String(read.value)}`;
  } else if (before !== undefined && before !== read.value) setAside(value, { code: 'several' });
  else reading.data[name] = read.value;
  for (const rest of read.rest ?? []) setAside(rest, read.reason ?? { code: 'several' });
  if (read.currency !== undefined && field.currencyField !== undefined)
    reading.data[field.currencyField] = read.currency;
}

function readParent(
  { entity, byTarget, mapping }: LineReader,
  reading: Reading,
  parents: Record<string, ParentName>,
  name: string,
  cells: readonly Cell[],
): void {
  const text = (target: string) => textOf(byTarget.get(target)?.[0], cells) || (mapping.fixed[target] ?? '').trim();
  const title = text(name);
  const id = text(parentIdTarget(name));
  const parent = ferrySchema.entity(referencesOf(entity).find(({ field }) => field === name)?.table ?? '');
  const under = (fields: readonly string[]) =>
    fields.map((field) => [field, text(`${name}.${field}`)] as const).filter(([, found]) => found !== '');
  const aboveTitle = parent === undefined ? '' : (under(referencesOf(parent).map(({ field }) => field))[0]?.[1] ?? '');
  const distinguishing = parent === undefined ? {} : Object.fromEntries(under(distinguishingFields(parent)));
  if (isSpreadsheetError(title)) {
    reading.marks.push({ field: name, value: title, reason: { code: 'spreadsheetError' }, became: 'refused' });
  } else if (title !== '' || id !== '') {
    const above = aboveTitle === '' ? null : { id: null, title: oneLine(aboveTitle, ' '), above: null };
    parents[name] = { id: id === '' ? null : id, title: oneLine(title, ' '), above, distinguishing };
  } else reading.marks.push({ field: name, value: '', reason: { code: 'missing' }, became: 'refused' });
}
