import { expect, it } from 'vitest';
import type { RunResult } from './scenario.ts';
import { shrink } from './shrink.ts';

const EVENTS = 40;

function aRun(rule: string | null): RunResult {
  const facts = { desks: 3, changes: 0, conflicts: 0, parked: 0, virtualMs: 0, restMs: 0 };
  const violations = rule === null ? [] : [{ rule, details: '', atMs: 0 }];
  return { seed: 1, violations, events: EVENTS, rare: new Map(), facts };
}

it('keeps the events that are needed for a failure, and no others', async () => {
  const needed = [3, 17, 18];
  const { events } = await shrink(aRun('lost'), async (without) =>
    aRun(needed.some((event) => without.has(event)) ? null : 'lost'),
  );
  expect(events).toEqual(needed);
});

it('does not take another failure for the same', async () => {
  const { events } = await shrink(aRun('lost'), async (without) => aRun(without.has(5) ? 'stuck' : 'lost'));
  expect(events).toEqual([5]);
});
