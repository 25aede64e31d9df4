import type { Deadline, DeadlineQuery, Deadlines } from '#app/contract/lists.ts';
import type { AnyEntity, RecordData, Schema } from '#app/schema/index.ts';
import type { Database } from './database.ts';
import { and, type Clause } from './list-clauses.ts';
import { createOwners } from './owners.ts';

type DatedEntity = AnyEntity & { due: string };

interface Row {
  id: string;
  data: string;
  version: number;
}

interface DayCount {
  day: string;
  open: number;
  total: number;
}

/**
 * Records that are due within some days, of every entity with a due day. The list index covers due day, status and person,
 * so a count reads only the index entries of the range, however many records there are outside of it.
 */
export function createDeadlines(database: Database, schema: Schema) {
  const ownersOf = createOwners(database, schema);
  const dated = schema.inNavigation.filter((entity): entity is DatedEntity => entity.due !== undefined);

  const from = ({ table }: AnyEntity) => `cached_${table} INDEXED BY cached_${table}_list`;

  function whoseClause({ person }: AnyEntity, personId: string | null): Clause[] {
    return personId === null ? [] : [{ sql: `${person} = ?`, parameters: [personId] }];
  }

  function closedClause({ status, closed }: AnyEntity): Clause {
    if (status === undefined || closed === undefined) return { sql: '0', parameters: [] };
    return { sql: `coalesce(${status} IN (${closed.map(() => '?').join(', ')}), 0)`, parameters: [...closed] };
  }

  function countsOf(entity: DatedEntity, query: DeadlineQuery): DayCount[] {
    const closed = closedClause(entity);
    const { sql, parameters } = and([
      { sql: `deleted = 0 AND ${entity.due} BETWEEN ? AND ?`, parameters: [query.from, query.to] },
      ...whoseClause(entity, query.personId),
    ]);
    return database
      .statement<DayCount>(
        `SELECT ${entity.due} AS day, count(*) AS total, count(*) - sum(${closed.sql}) AS open
         FROM ${from(entity)} WHERE ${sql} GROUP BY ${entity.due}`,
      )
      .all([...closed.parameters, ...parameters]);
  }

  function rowsOf(entity: DatedEntity, day: string, query: DeadlineQuery, isClosed: boolean): Deadline[] {
    const closed = closedClause(entity);
    const { sql, parameters } = and([
      { sql: `deleted = 0 AND ${entity.due} = ?`, parameters: [day] },
      ...whoseClause(entity, query.personId),
      { ...closed, sql: `${closed.sql} = ${isClosed ? 1 : 0}` },
    ]);
    return database
      .statement<Row>(`SELECT id, data, version FROM ${from(entity)} WHERE ${sql} LIMIT ?`)
      .all([...parameters, query.perDay])
      .map(({ id, data, version }) => {
        const record = JSON.parse(data) as RecordData;
        const personId = record[entity.person ?? ''];
        return {
          table: entity.table,
          id,
          version,
          title: String(record[entity.title] ?? ''),
          owner: ownersOf(entity, record).join(' › '),
          day,
          personId: typeof personId === 'string' ? personId : null,
          isClosed,
        };
      });
  }

  return (query: DeadlineQuery): Deadlines => {
    // Nobody is responsible for a record without a person, so it is in nobody's calendar.
    const asked = dated.filter(({ person }) => query.personId === null || person !== undefined);
    const counts = asked.map((entity) => ({ entity, byDay: Map.groupBy(countsOf(entity, query), ({ day }) => day) }));
    const all = [...new Set(counts.flatMap(({ byDay }) => [...byDay.keys()]))].toSorted();
    const days: Deadlines['days'] = [];
    const entries: Deadline[] = [];
    for (const day of all) {
      const found = counts.flatMap(({ entity, byDay }) =>
        (byDay.get(day) ?? []).map((count) => ({ entity, ...count })),
      );
      const open = found.reduce((sum, each) => sum + each.open, 0);
      const total = found.reduce((sum, each) => sum + each.total, 0);
      days.push({ day, total, open });
      const ofDay = [false, true].flatMap((isClosed) =>
        found.flatMap((each) =>
          (isClosed ? each.total - each.open : each.open) === 0 ? [] : rowsOf(each.entity, day, query, isClosed),
        ),
      );
      entries.push(...ofDay.slice(0, query.perDay));
    }
    return { days, entries };
  };
}
