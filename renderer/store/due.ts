import type { Filter } from '#app/contract/lists.ts';
import type { AnyEntity, RecordData } from '#app/schema/index.ts';

/** The due day of a record, `YYYY-MM-DD`; null for none. */
export function dueDay(entity: AnyEntity, data: RecordData): string | null {
  const day = entity.due === undefined ? null : data[entity.due];
  return typeof day === 'string' ? day : null;
}

/** Whether the due day has passed and the record is not closed. @param today `YYYY-MM-DD` */
export function isOverdue(entity: AnyEntity, data: RecordData, today: string): boolean {
  const day = dueDay(entity, data);
  return day !== null && day < today && !isClosed(entity, data);
}

/** Whether the record's status is a closed one. */
export function isClosed({ status, closed }: AnyEntity, data: RecordData): boolean {
  return status !== undefined && closed?.some((value) => value === data[status]) === true;
}

/** A filter for records that are not closed; none for entities that are never closed. */
export function openFilter({ status, closed, fields }: AnyEntity): Filter[] {
  const options = status === undefined ? undefined : fields[status]?.options;
  if (status === undefined || closed === undefined || options === undefined) return [];
  const open = options.map(({ value }) => value).filter((value) => !closed.includes(value));
  return [{ field: status, test: 'in', values: open }];
}
