import { expect, test } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { completedValue, quickActionOf, quickActionsOf, quickField } from '../../../renderer/record/quick-actions.ts';

const entityOf = (table: string) => {
  const entity = ferrySchema.entity(table);
  if (entity === undefined) throw new Error(`no ${table}`);
  return entity;
};

test('an entity has the actions that its schema has fields for', () => {
  expect(quickActionsOf(entityOf('tasks'))).toEqual(['complete', 'assignMe', 'assign', 'due', 'status', 'priority']);
  expect(quickActionsOf(entityOf('clients'))).toEqual(['assignMe', 'assign', 'status']);
  expect(quickField(entityOf('tasks'), 'due')).toBe('dueDate');
  expect(quickActionOf(entityOf('tasks'), 'p')).toBe('priority');
  expect(quickActionOf(entityOf('clients'), 'p')).toBeUndefined();
});

test('completing closes open records, and reopens only if all are closed', () => {
  const tasks = entityOf('tasks');
  const open = { data: { status: 'waiting' } };
  const done = { data: { status: 'done' } };
  expect(completedValue(tasks, [open, done])).toBe('done');
  expect(completedValue(tasks, [done, done])).toBe('open');
});
