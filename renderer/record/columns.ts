import { type AnyEntity, type Field, type FieldKind, referencesOf } from '#app/schema/index.ts';

export interface Column {
  name: string;
  field: Field;
  /** Narrower than this it is left out. */
  minPx: number;
  /** Its share of the room that is left. */
  share: number;
  /** Where there is little room, the columns with the highest go first. */
  rank: number;
}

const minimums: Record<FieldKind, number> = {
  text: 130,
  email: 170,
  phone: 130,
  notes: 180,
  select: 118,
  tags: 164,
  date: 104,
  money: 110,
  count: 84,
  reference: 160,
  person: 110,
};

const shares: Record<FieldKind, number> = {
  text: 1,
  email: 1.1,
  phone: 0,
  notes: 2,
  select: 0,
  tags: 1,
  date: 0,
  money: 0,
  count: 0,
  reference: 2,
  person: 0.8,
};

/** Columns of a kind in the order in which they stay, behind the due day and the status. */
const ranks: Record<FieldKind, number> = {
  text: 4,
  email: 4,
  phone: 4,
  notes: 4,
  select: 4,
  tags: 4,
  date: 4,
  money: 4,
  count: 4,
  reference: 3,
  person: 2,
};

const TITLE_MIN_PX = 220;
const TITLE_SHARE = 3;

/**
 * Names of the columns a list starts with, the title first and always. The record that a row belongs to is not among them:
 * it stands below the title (`owner-path.ts`).
 */
export function defaultColumns(entity: AnyEntity): string[] {
  const [owner] = referencesOf(entity);
  return [entity.title, ...entity.columns.filter((name) => name !== owner?.field)];
}

/** What says by when, how far, whose and of what stays longest. */
function rankOf(entity: AnyEntity, name: string, { kind }: Field): number {
  if (name === entity.due) return 0;
  if (name === entity.status) return 1;
  return ranks[kind];
}

/** The columns of these names, the title first; names that are no fields any more are left out. */
export function columnsOf(entity: AnyEntity, names: readonly string[]): Column[] {
  const rest = names.filter((name) => name !== entity.title);
  return [entity.title, ...rest].flatMap((name) => {
    const field = entity.fields[name];
    if (field === undefined) return [];
    const isTitle = name === entity.title;
    return [
      {
        name,
        field,
        minPx: isTitle ? TITLE_MIN_PX : minimums[field.kind],
        share: isTitle ? TITLE_SHARE : shares[field.kind],
        rank: rankOf(entity, name, field),
      },
    ];
  });
}

/** The names with one of them changed for its neighbour; as they were where there is none. */
export function withMoved(names: readonly string[], name: string, by: -1 | 1): string[] {
  const from = names.indexOf(name);
  const other = names[from + by];
  if (from < 0 || other === undefined) return [...names];
  return names.map((each) => (each === name ? other : each === other ? name : each));
}

/** Those that fit side by side, in their order; the least useful go first, the title never. */
export function fittingColumns(columns: readonly Column[], availablePx: number): Column[] {
  const [title, ...others] = columns;
  if (title === undefined) return [];
  const kept = new Set([title]);
  let used = title.minPx;
  for (const column of others.toSorted((a, b) => a.rank - b.rank)) {
    if (used + column.minPx > availablePx) continue;
    used += column.minPx;
    kept.add(column);
  }
  return columns.filter((column) => kept.has(column));
}

/**
 * How wide each column is, in px: its least, and its share of what is left. In px rather than shares, so that the browser
 * need not work it out for each row.
 */
export function columnWidths(columns: readonly Column[], availablePx: number): number[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const least = columns.reduce((sum, { minPx }) => sum + minPx, 0);
  const perShare = shares === 0 ? 0 : Math.max(0, availablePx - least) / shares;
  return columns.map(({ minPx, share }) => Math.floor(minPx + share * perShare));
}

/** A generous estimate, so that a text that should fit does fit. */
const LETTER_PX = 7.2;
const TAG_EDGES_PX = 18;
const MORE_PX = 28;

/** How many tags stand side by side in so much room, what says how many more there are included; at least one. */
export function fittingTags(tags: readonly string[], roomPx: number): number {
  let used = 0;
  for (const [place, tag] of tags.entries()) {
    used += TAG_EDGES_PX + tag.length * LETTER_PX;
    const isLast = place === tags.length - 1;
    if (place > 0 && used + (isLast ? 0 : MORE_PX) > roomPx) return place;
  }
  return tags.length;
}
