import { expect, test } from 'vitest';
import type { Filter } from '#app/contract/lists.ts';
import { engagements } from '#app/schema/engagements.ts';
import { tasks } from '#app/schema/tasks.ts';
import { missingParent, placeOfNew } from '../../../renderer/record/new-record-place.ts';

const one = (field: string, ...values: string[]): Filter => ({ field, test: 'in', values });

test('a new record takes the parent of the current row before that of a filter', () => {
  const row = { title: 'VAT', engagementId: 'e1', priority: 'high' };
  expect(placeOfNew(tasks, row, [one('engagementId', 'e2')])).toEqual({ engagementId: 'e1' });
  expect(placeOfNew(tasks, undefined, [one('engagementId', 'e2')])).toEqual({ engagementId: 'e2' });
});

test('a new record takes the value of a single-value filter, but no closed status', () => {
  const filters = [one('priority', 'high'), one('assigneeId', 'p1'), one('status', 'done')];
  expect(placeOfNew(tasks, undefined, filters)).toEqual({ priority: 'high', assigneeId: 'p1' });
  expect(placeOfNew(tasks, undefined, [one('status', 'waiting')])).toEqual({ status: 'waiting' });
  expect(placeOfNew(tasks, undefined, [one('status', 'open', 'doing')])).toEqual({});
  expect(placeOfNew(tasks, undefined, [one('engagementId.clientId', 'c1')])).toEqual({});
});

test('a new record asks for its parent if nothing names it', () => {
  expect(missingParent(tasks, {})).toBe('engagementId');
  expect(missingParent(tasks, { engagementId: 'e1' })).toBeUndefined();
  expect(missingParent(engagements, { clientId: '' })).toBe('clientId');
});
