import { type AnyEntity, type Field, type FieldKind, referencesOf } from '#app/schema/index.ts';

export interface Column {
  name: string;
  field: Field;
  /** Below this width the column is hidden. */
  minPx: number;
  /** Its share of the remaining width. */
  share: number;
  /** If there is little room, the highest ranks are hidden first. */
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

/** Rank per kind, after the due day and the status. */
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
 * A list's default columns; the title is always first. The parent is not a column: it is shown below the title
 * (`owner-path.ts`).
 */
export function defaultColumns(entity: AnyEntity): string[] {
  const [owner] = referencesOf(entity);
  return [entity.title, ...entity.columns.filter((name) => name !== owner?.field)];
}

/** Due day, status, person and parent stay longest. */
function rankOf(entity: AnyEntity, name: string, { kind }: Field): number {
  if (name === entity.due) return 0;
  if (name === entity.status) return 1;
  return ranks[kind];
}

/** The columns of these names, the title first; unknown names are dropped. */
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

/** The names with one swapped with its neighbour; unchanged if there is none. */
export function withMoved(names: readonly string[], name: string, by: -1 | 1): string[] {
  const from = names.indexOf(name);
  const other = names[from + by];
  if (from < 0 || other === undefined) return [...names];
  return names.map((each) => (each === name ? other : each === other ? name : each));
}

/** The columns that fit, in order; the highest rank is hidden first, the title never. */
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
 * Column widths in px: the minimum plus a share of the rest. In px, so that the browser does not compute them per row.
 */
export function columnWidths(columns: readonly Column[], availablePx: number): number[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const least = columns.reduce((sum, { minPx }) => sum + minPx, 0);
  const perShare = shares === 0 ? 0 : Math.max(0, availablePx - least) / shares;
  return columns.map(({ minPx, share }) => Math.floor(minPx + share * perShare));
}

/** Generous, so that text that should fit does fit. */
const LETTER_PX = 7.2;
const TAG_EDGES_PX = 18;
const MORE_PX = 28;

/** How many tags fit into a width, including the "+n" label; at least one. */
export function fittingTags(tags: readonly string[], roomPx: number): number {
  let used = 0;
  for (const [place, tag] of tags.entries()) {
    used += TAG_EDGES_PX + tag.length * LETTER_PX;
    const isLast = place === tags.length - 1;
    if (place > 0 && used + (isLast ? 0 : MORE_PX) > roomPx) return place;
  }
  return tags.length;
}
