import { describe, expect, it } from 'vitest';
import { besideSent } from '#app/rules/overtaken.ts';
import { defineEntity } from '#app/schema/entity.ts';
import type { JsonValue } from '#app/schema/index.ts';
import { tasks } from '#app/schema/tasks.ts';

const keepTheirs = (_base: JsonValue, _mine: JsonValue, theirs: JsonValue) => ({ kept: theirs, clash: true });
const { priority } = tasks.fields;
const entity = defineEntity({ ...tasks, fields: { ...tasks.fields, priority: { ...priority, merge: keepTheirs } } });

describe('a refused value that a function merges, beside a later one', () => {
  const sent = { operation: 'update', data: { priority: 'low' }, base: { priority: 'urgent' } } as const;
  const refused = { operation: 'update', data: { priority: 'urgent' }, base: { priority: 'normal' } } as const;
  it('yields to it and is not joined with it line by line', () => {
    expect(besideSent(entity, sent, refused, new Set())?.data).toEqual({ priority: 'low' });
  });

  it('stands if a person has just filled it in', () => {
    expect(besideSent(entity, sent, refused, new Set(['priority']))?.data).toEqual({ priority: 'urgent' });
  });
});
