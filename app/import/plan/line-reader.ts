import type { Person } from '#app/contract/protocol.ts';
import type { AnyEntity, Field } from '#app/schema/index.ts';
import type { Mapping } from '../columns/mapping.ts';
import { plainHeader } from '../columns/plain-header.ts';
import { isTaxCountry, namePartOf, qualifiedNamePartOf, wordsOf } from '../columns/words.ts';
import type { AmountFormat } from '../values/amounts.ts';
import type { DateFormat } from '../values/dates.ts';
import { kindReading, READING_ORDER } from './kind-reading.ts';
import type { ValueMap } from './line.ts';

/** The detected format of each column, by column index. */
export interface ColumnFormats {
  dates: ReadonlyMap<number, DateFormat>;
  amounts: ReadonlyMap<number, AmountFormat>;
  /** Money field → currency for amounts without one. */
  currencies: Readonly<Record<string, string>>;
}

export interface ReadContext {
  locale: string;
  people: readonly Pick<Person, 'id' | 'name' | 'email'>[];
  values: ValueMap;
  /** Called for each cell whose word a person chose a value for. */
  onChosen?(table: string, field: string, word: string): void;
  /** Whether the text of unreadable cells goes to the notes. */
  keepsBadCells: boolean;
  /** Set if the file is a Ferry export, whose cells are taken verbatim. */
  own: 'csv' | 'xlsx' | null;
}

export interface Column {
  column: number;
  header: string;
}

/** A mapping compiled for reading lines: the columns of each target, in joining order. */
export interface LineReader {
  entity: AnyEntity;
  mapping: Mapping;
  columnFormats: ColumnFormats;
  byTarget: ReadonlyMap<string, readonly Column[]>;
  surplus: readonly Column[];
  /** In reading order: currency before its amounts, notes last. */
  fields: readonly (readonly [string, Field])[];
  context: ReadContext;
}

export function createLineReader(
  entity: AnyEntity,
  headers: readonly string[],
  mapping: Mapping,
  columnFormats: ColumnFormats,
  context: ReadContext,
): LineReader {
  const byTarget = new Map<string, Column[]>();
  const surplus: Column[] = [];
  for (const [column, header] of headers.entries()) {
    const target = mapping.columns[column] ?? null;
    if (target === null) surplus.push({ column, header });
    else byTarget.set(target, [...(byTarget.get(target) ?? []), { column, header }]);
  }
  const words = wordsOf(entity);
  for (const [target, columns] of byTarget) {
    const { kind } = entity.fields[target] ?? { kind: 'text' };
    const known = words.get(target) ?? [];
    const rank = (plain: string) => (known.includes(plain) ? known.indexOf(plain) : known.length);
    // Name parts in order, country before the tax id, the office number before other numbers.
    const place = ({ header }: Column) =>
      kindReading[kind].columns === 'byHeader'
        ? rank(plainHeader(header))
        : isTaxCountry(plainHeader(header))
          ? 0
          : (namePartOf(plainHeader(header)) ?? qualifiedNamePartOf(plainHeader(header)) ?? 1);
    columns.sort((a, b) => place(a) - place(b));
  }
  const fields = READING_ORDER.flatMap((order) =>
    Object.entries(entity.fields).filter(([, { kind }]) => kindReading[kind].order === order),
  );
  return { entity, mapping, columnFormats, byTarget, surplus, fields, context };
}
