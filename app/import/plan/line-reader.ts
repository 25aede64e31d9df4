import type { Person } from '#app/contract/protocol.ts';
import type { AnyEntity, Field } from '#app/schema/index.ts';
import type { Mapping } from '../columns/mapping.ts';
import { plainHeader } from '../columns/plain-header.ts';
import { isTaxCountry, namePartOf, wordsOf } from '../columns/words.ts';
import type { AmountLook } from '../values/amounts.ts';
import type { DateLook } from '../values/dates.ts';
import { kindReading, READING_ORDER } from './kind-reading.ts';
import type { ValueMap } from './line.ts';

/** How the columns of a sheet are written, by column. */
export interface Looks {
  dates: ReadonlyMap<number, DateLook>;
  amounts: ReadonlyMap<number, AmountLook>;
  /** How our own export writes amounts. */
  ownAmounts?: Pick<AmountLook, 'decimal' | 'marksThousands'>;
  /** Money field → the currency of amounts that name none. */
  currencies: Readonly<Record<string, string>>;
}

export interface ReadContext {
  locale: string;
  people: readonly Pick<Person, 'id' | 'name' | 'email'>[];
  values: ValueMap;
  /** Whether the text of cells that cannot come in goes to the notes. */
  keepsBadCells: boolean;
  /** The file is an export of ours, so that every character is meant; null for any other. */
  own: 'csv' | 'xlsx' | null;
}

export interface Column {
  column: number;
  header: string;
}

/** A mapping made ready to read lines by: which columns fill which target, in the order they are joined. */
export interface LineReader {
  entity: AnyEntity;
  mapping: Mapping;
  looks: Looks;
  byTarget: ReadonlyMap<string, readonly Column[]>;
  surplus: readonly Column[];
  /** In the order they are read: a currency before the amounts in it, notes last. */
  fields: readonly (readonly [string, Field])[];
  context: ReadContext;
}

export function createLineReader(
  entity: AnyEntity,
  headers: readonly string[],
  mapping: Mapping,
  looks: Looks,
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
    // The parts of a name in their order, the country before its tax id; of several numbers the one of the office first.
    const place = ({ header }: Column) =>
      kindReading[kind].columns === 'byHeader'
        ? rank(plainHeader(header))
        : isTaxCountry(plainHeader(header))
          ? 0
          : (namePartOf(plainHeader(header)) ?? 1);
    columns.sort((a, b) => place(a) - place(b));
  }
  const fields = READING_ORDER.flatMap((order) =>
    Object.entries(entity.fields).filter(([, { kind }]) => kindReading[kind].order === order),
  );
  return { entity, mapping, looks, byTarget, surplus, fields, context };
}
