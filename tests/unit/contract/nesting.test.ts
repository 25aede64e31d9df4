import { describe, expect, it } from 'vitest';
import { recordDataSchema } from '#app/contract/json.ts';
import { changeSchema } from '#app/contract/protocol.ts';
import { anyChange } from '../../../server/conformance/changes.ts';

/** Lists in lists, so many of them. */
function nested(levels: number): unknown {
  let value: unknown = 'innermost';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { member: value };
  return value;
}

describe('nested values', () => {
  it.each([1, 16])('are accepted %i levels deep', (levels) => {
    expect(recordDataSchema.safeParse({ notes: nested(levels) }).success).toBe(true);
  });
  it.each([17, 100, 200_000])('are refused %i levels deep, without walking to the end', (levels) => {
    expect(recordDataSchema.safeParse({ notes: nested(levels) }).success).toBe(false);
  });
  it('are refused in the data and in the base of a change', () => {
    const deep = { notes: nested(17) } as never;
    expect(changeSchema.safeParse(anyChange({ data: deep })).success).toBe(false);
    expect(changeSchema.safeParse(anyChange({ base: deep })).success).toBe(false);
    expect(changeSchema.safeParse(anyChange({})).success).toBe(true);
  });
});
