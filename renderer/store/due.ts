import type { Filter } from '#app/contract/lists.ts';
import type { AnyEntity, RecordData } from '#app/schema/index.ts';

/** The day by which a record has to be done, `YYYY-MM-DD`; null where it has none. */
export function dueDay(entity: AnyEntity, data: RecordData): string | null {
  const day = entity.due === undefined ? null : data[entity.due];
  return typeof day === 'string' ? day : null;
}

/**
 * Whether the day by which a record has to be done is over, and something is left to do.
 * @param today `YYYY-MM-DD`
 */
export function isOverdue(entity: AnyEntity, data: RecordData, today: string): boolean {
  const day = dueDay(entity, data);
  return day !== null && day < today && !isClosed(entity, data);
}

/** Whether nothing is left to do. */
export function isClosed({ status, closed }: AnyEntity, data: RecordData): boolean {
  return status !== undefined && closed?.some((value) => value === data[status]) === true;
}

/** Lets only records through that somebody still has to work on; nothing for an entity that is never done. */
export function openFilter({ status, closed, fields }: AnyEntity): Filter[] {
  const options = status === undefined ? undefined : fields[status]?.options;
  if (status === undefined || closed === undefined || options === undefined) return [];
  const open = options.map(({ value }) => value).filter((value) => !closed.includes(value));
  return [{ field: status, test: 'in', values: open }];
}
