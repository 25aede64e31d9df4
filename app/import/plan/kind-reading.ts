import type { FieldKind } from '#app/schema/index.ts';

export const READING_ORDER = ['first', 'middle', 'last'] as const;

interface KindReading {
  /**
   * Reading order of fields: choices first, because an amount needs its currency; notes last, because they receive what
   * other cells could not.
   */
  order: (typeof READING_ORDER)[number];
  /**
   * Several columns for one field: joined into one value; separate values, best header first; or parts of a name in
   * order.
   */
  columns: 'joined' | 'byHeader' | 'byPart';
  /** Several values for one field: united into one list, kept as lines of one text, or only the first one. */
  several: 'united' | 'lines' | 'first';
  /** Cells of Ferry's own export: taken verbatim, split into tags, or read like any other cell. */
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
