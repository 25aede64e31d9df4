import type { FieldKind } from '#app/schema/index.ts';

export const READING_ORDER = ['first', 'middle', 'last'] as const;

interface KindReading {
  /**
   * Fields are read in this order: choices first, since an amount needs the currency beside it, and notes last, since they
   * take what other cells could not.
   */
  order: (typeof READING_ORDER)[number];
  /** Several columns of one field: joined to one value; or each a value, the best header first, or the parts of a name in order. */
  columns: 'joined' | 'byHeader' | 'byPart';
  /** Several values for one field: all are one list, all are lines of one text, or the first one counts. */
  several: 'united' | 'lines' | 'first';
  /** A cell of Ferry's own export: the value as it was written, tags with separators, or to be read like any other cell. */
  own: 'text' | 'tags' | 'read';
}

const usual = { order: 'middle', columns: 'byPart', several: 'first', own: 'read' } as const;

/** How an import reads the cells of each kind of field. */
export const kindReading: Readonly<Record<FieldKind, KindReading>> = {
  text: { ...usual, columns: 'joined', own: 'text' },
  email: { ...usual, columns: 'byHeader', own: 'text' },
  phone: { ...usual, columns: 'byHeader', own: 'text' },
  notes: { ...usual, order: 'last', several: 'lines', own: 'text' },
  select: { ...usual, order: 'first' },
  tags: { ...usual, several: 'united', own: 'tags' },
  date: { ...usual, own: 'text' },
  money: usual,
  count: usual,
  reference: usual,
  person: usual,
};
