import type { Filter } from '#app/contract/records.ts';
import type { AnyEntity, RecordData } from '#app/schema/index.ts';

/** The states in which nothing is left to do; a record in one of them is never overdue. */
const closedStates: Record<string, readonly string[]> = {
  engagements: ['done', 'cancelled'],
  tasks: ['done'],
};

export function isClosed(entity: AnyEntity, data: RecordData): boolean {
  return typeof data.status === 'string' && (closedStates[entity.table]?.includes(data.status) ?? false);
}

/** Lets only records through that somebody still has to work on; nothing for an entity that is never done. */
export function openFilter(entity: AnyEntity): Filter[] {
  const closed = closedStates[entity.table];
  const options = entity.fields.status?.options;
  if (closed === undefined || options === undefined) return [];
  return [
    {
      field: 'status',
      test: 'in',
      values: options.map(({ value }) => value).filter((value) => !closed.includes(value)),
    },
  ];
}
