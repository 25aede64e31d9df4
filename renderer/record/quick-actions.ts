import type { CachedRecord } from '#app/contract/lists.ts';
import type { AnyEntity, JsonValue } from '#app/schema/index.ts';
import type { MessageKey } from '#app/text/index.ts';
import { isClosed } from '../store/due.ts';

/** Actions of single keys, on a record or on all selected ones. */
export const QUICK_ACTIONS = ['complete', 'assignMe', 'assign', 'due', 'status', 'priority'] as const;
export type QuickAction = (typeof QUICK_ACTIONS)[number];

export const quickKeys: Readonly<Record<QuickAction, string>> = {
  complete: 'X',
  assignMe: 'I',
  assign: 'A',
  due: 'D',
  status: 'S',
  priority: 'P',
};

export const quickLabels: Readonly<Record<QuickAction, MessageKey>> = {
  complete: 'quick.complete',
  assignMe: 'quick.assignMe',
  assign: 'quick.assign',
  due: 'quick.due',
  status: 'quick.status',
  priority: 'quick.priority',
};

/** The field that an action changes; undefined if the entity has none. */
export function quickField(entity: AnyEntity, action: QuickAction): string | undefined {
  switch (action) {
    case 'complete':
      return entity.done === undefined ? undefined : entity.status;
    case 'assignMe':
    case 'assign':
      return entity.person;
    case 'due':
      return entity.due;
    case 'status':
      return entity.status;
    case 'priority':
      return entity.priority;
  }
}

/** The actions for which the entity has a field. */
export function quickActionsOf(entity: AnyEntity): QuickAction[] {
  return QUICK_ACTIONS.filter((action) => quickField(entity, action) !== undefined);
}

export function quickActionOf(entity: AnyEntity, key: string): QuickAction | undefined {
  return quickActionsOf(entity).find((action) => quickKeys[action] === key.toUpperCase());
}

/** The value that "complete" sets: done, or open again if all records are closed. */
export function completedValue(entity: AnyEntity, records: readonly Pick<CachedRecord, 'data'>[]): JsonValue {
  const isReopened = records.every(({ data }) => isClosed(entity, data));
  return (isReopened ? entity.fields[entity.status ?? '']?.initial : entity.done) ?? null;
}
