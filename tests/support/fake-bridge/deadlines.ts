import type { CachedRecord, DeadlineQuery, Deadlines } from '#app/contract/lists.ts';
import { type AnyEntity, ferrySchema, type RecordData, referencesOf } from '#app/schema/index.ts';

interface Desk {
  tables: ReadonlyMap<string, ReadonlyMap<string, CachedRecord>>;
  record(table: string, id: string): CachedRecord | undefined;
}

function ownersOf(desk: Desk, entity: AnyEntity, data: RecordData): string[] {
  const [reference] = referencesOf(entity);
  const parent = ferrySchema.entity(reference?.table ?? '');
  const above = desk.record(reference?.table ?? '', String(data[reference?.field ?? '']));
  if (parent === undefined || above === undefined) return [];
  return [...ownersOf(desk, parent, above.data), String(above.data[parent.title] ?? '')];
}

/** Answers `listDeadlines` as the store would, over plain arrays. */
export function deadlinesOf(desk: Desk, { from, to, personId, perDay }: DeadlineQuery): Deadlines {
  const all = ferrySchema.inNavigation.flatMap((entity) => {
    const { table, title, due = '', person = '', status = '', closed = [] } = entity;
    return [...(desk.tables.get(table)?.values() ?? [])].flatMap(({ id, data, version, deleted }) => {
      const day = data[due];
      const whose = typeof data[person] === 'string' ? data[person] : null;
      const isAsked = !deleted && typeof day === 'string' && day >= from && day <= to;
      if (!isAsked || (personId !== null && whose !== personId)) return [];
      const owner = ownersOf(desk, entity, data).join(' › ');
      const isClosed = closed.includes(String(data[status]));
      return [{ table, id, version, title: String(data[title] ?? ''), owner, day, personId: whose, isClosed }];
    });
  });
  const byDay = [...Map.groupBy(all, ({ day }) => day)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    days: byDay.map(([day, found]) => ({
      day,
      total: found.length,
      open: found.filter(({ isClosed }) => !isClosed).length,
    })),
    entries: byDay.flatMap(([, found]) =>
      found.toSorted((a, b) => Number(a.isClosed) - Number(b.isClosed)).slice(0, perDay),
    ),
  };
}
