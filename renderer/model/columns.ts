import type { AnyEntity, Field, FieldKind } from '#app/schema/index.ts';

export interface Column {
  name: string;
  field: Field;
  /** Narrower than this it is left out. */
  minPx: number;
  /** Its share of the room that is left. */
  share: number;
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
  person: 140,
};

const shares: Partial<Record<FieldKind, number>> = {
  text: 1,
  email: 1.1,
  reference: 1.4,
  tags: 1,
  notes: 2,
  person: 0.8,
};

/** What suits an entity until somebody chooses; an entity that is not named gets its sortable fields. */
const preferred: Record<string, readonly string[]> = {
  clients: ['status', 'contact', 'city', 'ownerId', 'tags'],
  engagements: ['clientId', 'status', 'dueDate', 'fee', 'ownerId', 'kind', 'period'],
  tasks: ['engagementId', 'status', 'dueDate', 'assigneeId', 'priority'],
};

const MOST_DEFAULT_COLUMNS = 7;
const TITLE_MIN_PX = 180;
const TITLE_SHARE = 2;

/** Names of the columns a list starts with, the title first and always. */
export function defaultColumns(entity: AnyEntity): string[] {
  const known = preferred[entity.table]?.filter((name) => entity.fields[name] !== undefined);
  const others = Object.keys(entity.fields).filter(
    (name) => name !== entity.title && isWorthAColumn(entity.fields[name]),
  );
  return [entity.title, ...(known ?? others.slice(0, MOST_DEFAULT_COLUMNS))];
}

function isWorthAColumn(field: Field | undefined): boolean {
  return field !== undefined && (field.sortable || field.kind === 'reference');
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
        share: isTitle ? TITLE_SHARE : (shares[field.kind] ?? 0),
      },
    ];
  });
}

/** Those that fit side by side; the last go first, the title never. */
export function fittingColumns(columns: readonly Column[], availablePx: number): Column[] {
  const fitting: Column[] = [];
  let used = 0;
  for (const column of columns) {
    used += column.minPx;
    if (fitting.length > 0 && used > availablePx) break;
    fitting.push(column);
  }
  return fitting;
}

/** For `grid-template-columns`. */
export function trackOf({ minPx, share }: Column): string {
  return share === 0 ? `${minPx}px` : `minmax(${minPx}px, ${share}fr)`;
}
