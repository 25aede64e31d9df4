import { describe, expect, it } from 'vitest';
import type { Act, LedgerChange } from '../ledger.ts';
import { findLosses } from './losses.ts';
import type { ServerRows } from './read.ts';

const recordId = 't-1';
const update = (data: LedgerChange['data']): LedgerChange => ({ table: 'tasks', operation: 'update', recordId, data });
const remove: LedgerChange = { table: 'tasks', operation: 'delete', recordId, data: {} };

function act(desk: string, atMs: number, kind: string, title: string | null, change: LedgerChange): Act {
  const screens = title === null ? [] : [{ table: 'tasks', recordId, data: { title } }];
  return { desk, n: atMs, act: kind, atMs, screens, changes: [change], shown: null, isSaved: true };
}
function serverWith(title: string, isDeleted = false): ServerRows {
  const row = { table: 'tasks', recordId, version: 9, isDeleted, data: { title } };
  return { records: new Map([[`tasks/${recordId}`, row]]), appliedTwice: [] };
}
const written = act('ana', 1, 'edit', null, { ...update({ title: '~ana000001~' }), operation: 'insert' });
const overwritten = act('ben', 2, 'edit', '~ana000001~', update({ title: '~ben000002~' }));

describe('findLosses', () => {
  it('finds a text that is gone though nobody who had seen it removed it', () => {
    const unseen = { ...overwritten, screens: [] };
    const found = findLosses({ server: serverWith('~ben000002~'), desks: new Map(), acts: [written, unseen] });
    expect(found).toEqual([expect.stringContaining('~ana000001~ in title is gone')]);
  });

  it('finds none where the one who replaced it had seen it', () => {
    const evidence = { server: serverWith('~ben000002~'), desks: new Map(), acts: [written, overwritten] };
    expect(findLosses(evidence)).toEqual([]);
  });

  it('takes an edit that was undone for none, where the record was deleted meanwhile by somebody who had seen it before', () => {
    const deleted = act('ana', 2, 'delete', '~ana000001~', remove);
    const edited = act('ben', 3, 'edit', '~ana000001~', update({ title: '~ben000003~' }));
    const undone = act('ben', 4, 'undo', '~ben000003~', update({ title: '~ana000001~' }));
    const acts = [written, deleted, edited, undone];
    expect(findLosses({ server: serverWith('~ana000001~', true), desks: new Map(), acts })).toEqual([]);
  });

  it('finds what an undo had brought back and nobody had seen before it was removed', () => {
    const edited = act('ben', 2, 'edit', '~ana000001~', update({ title: '~ben000003~' }));
    const undone = act('ben', 3, 'undo', '~ben000003~', update({ title: '~ana000001~' }));
    const replaced = act('ana', 4, 'edit', '~ben000003~', update({ title: '~ana000004~' }));
    const evidence = { server: serverWith('~ana000004~'), desks: new Map(), acts: [written, edited, undone, replaced] };
    expect(findLosses(evidence)).toEqual([expect.stringContaining('ben #3 undo')]);
  });

  it('takes what a killed desk may have undone for undone', () => {
    const edited = act('ben', 2, 'edit', null, { ...update({ title: '~ben000002~' }), changeId: 'change-2' });
    const undone = { changeId: 'change-2', recordId };
    const killed: Act = { ...act('ben', 3, 'undo', '~ben000002~', remove), changes: [], shown: { undone: [undone] } };
    const evidence = { server: serverWith(''), desks: new Map() };
    expect(findLosses({ ...evidence, acts: [edited, { ...killed, isSaved: false }] })).toEqual([]);
    expect(findLosses({ ...evidence, acts: [edited, killed] })).toEqual([expect.stringContaining('ben #2 edit')]);
  });
});
