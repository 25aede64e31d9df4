import { describe, expect, it } from 'vitest';
import type { DeskRows, KeptChange, ServerRows } from './read.ts';
import { findUnexplainedWaiting } from './waiting.ts';

const server: ServerRows = { records: new Map(), appliedTwice: [] };
const desk = (...kept: KeptChange[]): DeskRows => ({
  visible: new Map(),
  shadows: new Map(),
  conflicts: [],
  kept,
  integrity: 'ok',
});
const change = (table: string, recordId: string, over: Partial<KeptChange> = {}): KeptChange => ({
  table,
  recordId,
  operation: 'update',
  data: '{}',
  txnId: null,
  state: 'pending',
  ...over,
});
const refusedInsert = desk(change('clients', 'c-1', { operation: 'insert', state: 'parked' }));

describe('findUnexplainedWaiting', () => {
  it('names what waits for nothing', () => {
    const desks = new Map([['ana', desk(change('clients', 'c-1'))]]);
    expect(findUnexplainedWaiting(server, desks)).toEqual(['ana does not send its update of clients/c-1']);
  });

  it('lets the edit of a record wait whose insert was refused elsewhere, and what depends on it', () => {
    const waiting = desk(
      change('tasks', 't-1', { txnId: 'x-1' }),
      change('clients', 'c-1', { txnId: 'x-1' }),
      change('engagements', 'e-1', { operation: 'insert', data: '{"clientId":"c-1"}' }),
    );
    const desks = new Map([['ana', waiting] as const, ['ben', refusedInsert] as const]);
    expect(findUnexplainedWaiting(server, desks)).toEqual([]);
  });

  it('names what waits beside it', () => {
    const desks = new Map([['ana', desk(change('clients', 'c-2'))] as const, ['ben', refusedInsert] as const]);
    expect(findUnexplainedWaiting(server, desks)).toEqual(['ana does not send its update of clients/c-2']);
  });
});
