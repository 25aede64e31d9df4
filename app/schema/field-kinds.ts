import type { FieldKind } from './field-types.ts';

/** The JSON type of a kind's values, and so its column type. */
export const storedAs: Readonly<Record<FieldKind, 'text' | 'integer' | 'list'>> = {
  text: 'text',
  email: 'text',
  phone: 'text',
  notes: 'text',
  select: 'text',
  tags: 'list',
  date: 'text',
  money: 'integer',
  count: 'integer',
  reference: 'text',
  person: 'text',
};

/**
 * How values of a kind are compared. `words`: by a key without case and accents · `exact`: one canonical form ·
 * `noCase`: without ASCII case.
 */
export const comparedBy: Readonly<Record<FieldKind, 'words' | 'exact' | 'noCase'>> = {
  text: 'words',
  email: 'words',
  phone: 'noCase',
  notes: 'noCase',
  select: 'exact',
  tags: 'noCase',
  date: 'exact',
  money: 'exact',
  count: 'exact',
  reference: 'noCase',
  person: 'exact',
};

/**
 * Where a kind's choices come from, in filters, groups and quick edits. `tagsInUse`: tags in records · `records`: the
 * referenced table · null: values are only typed.
 */
export const chosenFrom: Readonly<Record<FieldKind, 'options' | 'people' | 'days' | 'tagsInUse' | 'records' | null>> = {
  text: null,
  email: null,
  phone: null,
  notes: null,
  select: 'options',
  tags: 'tagsInUse',
  date: 'days',
  money: null,
  count: null,
  reference: 'records',
  person: 'people',
};

/** Whether a kind has few enough choices for groups and quick edits. */
export function hasFewChoices(kind: FieldKind): boolean {
  switch (chosenFrom[kind]) {
    case 'options':
    case 'people':
    case 'days':
      return true;
    case 'tagsInUse':
    case 'records':
    case null:
      return false;
  }
}
