import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '#app/store/outbox-journal/read.ts';
import { coalesceOutbox } from '#app/sync/run/coalesce.ts';
import { aMemoryJournal, type MemoryJournal } from '../../../support/memory-journal.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { aWorkbench, type Workbench } from '../../../support/workbench.ts';

const onJournal = (journal: MemoryJournal, file = ':memory:') => aWorkbench('ana', { file, journalFile: journal.file });

/** The database as it was at this moment, in a file of its own. */
function copyOf({ connection }: Workbench): string {
  const file = path.join(temporaryFolder(), 'ferry.db');
  writeFileSync(file, connection.serialize());
  return file;
}

const broughtBack = ({ store }: Workbench) => store.state.get('broughtBack')?.changes ?? 0;
const waiting = ({ store }: Workbench) => store.queue.outbox(100).map(({ changeId }) => changeId);

function rejects(desk: Workbench, change: { changeId: string }) {
  desk.answers(change, { outcome: 'rejected', code: 'validation.failed' });
}

describe('a database that lost its last edits', () => {
  it('restores them from the journal, under their ids and in their order, and shows them', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    desk.newClient('c-1');
    const old = copyOf(desk);
    const lost = [
      desk.newEngagement('e-1', 'c-1'),
      desk.newTask('t-1', 'e-1'),
      desk.save('clients', 'update', 'c-1', { city: 'Kiel' }),
    ];

    const again = onJournal(journal, old);
    expect(waiting(again).slice(1)).toEqual(lost.map(({ changeId }) => changeId));
    expect(again.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
    expect(again.visible('tasks', 't-1')).toBeDefined();
    expect(broughtBack(again)).toBe(3);
    again.expectFold();
  });

  it('restores content with the fingerprint that the server has', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    desk.arrives('clients', 'c-1', { name: 'Nord', city: 'Bremen' });
    const old = copyOf(desk);
    const { changeId } = desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    const { id: _id, state: _s, attempts: _a, ...saved } = desk.store.queue.find(changeId) ?? {};

    const found = onJournal(journal, old).store.queue.find(changeId);
    expect(found).toMatchObject(saved);
  });

  it('restores none twice, however often it starts', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    desk.newClient('c-1');
    const again = onJournal(journal, copyOf(desk));
    const third = onJournal(journal, copyOf(again));
    expect(waiting(third)).toHaveLength(1);
    expect(broughtBack(third)).toBe(0);
  });

  it('restores nothing that the server has acknowledged', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    const old = copyOf(desk);
    desk.accepts(desk.newClient('c-1'));
    expect(waiting(onJournal(journal, old))).toEqual([]);
  });

  it('restores nothing that a person has discarded, and forgets no discard', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    const kept = desk.newClient('c-1');
    rejects(desk, kept);
    const old = copyOf(desk);
    const lost = desk.newClient('c-2');
    rejects(desk, lost);
    desk.parked.discard(kept.changeId);
    desk.parked.discard(lost.changeId);

    const again = onJournal(journal, old);
    expect(again.states()).toEqual({ [kept.changeId]: 'discarded' });
    expect(again.visible('clients', 'c-1')).toBeUndefined();
    again.expectFold();
  });

  it('restores a discarded change that was brought back', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    const old = copyOf(desk);
    const change = desk.newClient('c-1');
    rejects(desk, change);
    desk.parked.discard(change.changeId);
    desk.parked.restoreDiscarded(change.changeId);
    expect(waiting(onJournal(journal, old))).toEqual([change.changeId]);
  });

  it('restores a change offered again under a new id in place of the old, once', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    const parent = desk.newClient('c-1');
    rejects(desk, parent);
    const old = copyOf(desk);
    const offered = desk.parked.editAndRetry(parent.changeId, { city: 'Kiel' });
    desk.newEngagement('e-1', 'c-1');

    const again = onJournal(journal, old);
    expect(waiting(again)[0]).toBe(offered.changeId);
    expect(Object.keys(again.states())).not.toContain(parent.changeId);
    expect(again.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel' });
    again.expectFold();
  });

  it('restores joined changes as the one that carries them', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    const insert = desk.newClient('c-1');
    const update = desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    const old = copyOf(desk);
    desk.save('clients', 'update', 'c-1', { city: 'Lübeck' });
    desk.store.transaction(() => coalesceOutbox(desk.store, desk.ids, desk.store.queue.outbox(100)));
    const [carrier] = waiting(desk);

    const again = onJournal(journal, old);
    expect(waiting(again)).toEqual([carrier]);
    expect(again.states()[update.changeId]).toBe('coalesced');
    expect(Object.keys(again.states())).not.toContain(insert.changeId);
    expect(again.visible('clients', 'c-1')).toMatchObject({ city: 'Lübeck' });
    again.expectFold();
  });

  it('asks the server again about an open conflict, and not about a settled one', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    desk.arrives('clients', 'c-1', { name: 'Nord' });
    const old = copyOf(desk);
    desk.arrives('clients', 'c-1', { name: 'Ost' });
    const conflicted = ['Süd', 'West'].map((name) => {
      const change = desk.save('clients', 'update', 'c-1', { name });
      const record = desk.serverRecord('clients', 'c-1', { name: 'Ost' });
      desk.answers(change, {
        outcome: 'conflict',
        version: record.version,
        record,
        conflict: {
          conflictId: desk.ids.next(),
          fields: [{ field: 'name', base: 'Nord', mine: name, theirs: 'Ost', kept: 'Ost' }],
          theirsBy: 'p',
          theirsAt: 0,
        },
      });
      return change.changeId;
    });
    const settled = desk.resolver.list({ isOpen: true }).find(({ changeId }) => changeId === conflicted[1]);
    desk.resolver.resolve(settled?.conflictId ?? '', { choice: 'theirs' });
    expect(waiting(onJournal(journal, old))).toEqual([conflicted[0]]);
  });
});

describe('a missing database', () => {
  it('restores all waiting changes, and keeps its owner', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    const owner = { server: 'https://ferry.test', firmId: 'firm' };
    desk.store.transaction(() => desk.store.state.set({ owner, personId: 'ana' }));
    desk.accepts(desk.newClient('c-1'));
    const change = desk.newClient('c-2');

    const again = onJournal(journal);
    expect(waiting(again)).toEqual([change.changeId]);
    expect(again.store.state.get('owner')).toEqual(owner);
    expect(again.store.state.get('personId')).toBe('ana');
  });

  it('takes nothing of another firm, whose journal is set aside', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    desk.store.transaction(() => desk.store.state.set({ owner: { server: 's', firmId: 'firm-1' } }));
    desk.newClient('c-1');
    const other = aWorkbench('ben');
    other.store.transaction(() => other.store.state.set({ owner: { server: 's', firmId: 'firm-2' } }));
    const again = onJournal(journal, copyOf(other));
    expect(waiting(again)).toEqual([]);
    expect(journal.aside()[0]).toMatch(/^\.otherFirm-/);
  });
});

describe('a journal that is behind its database', () => {
  it('restores nothing that changed since, and is rewritten', () => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    const parked = desk.newClient('c-1');
    rejects(desk, parked);
    const old = journal.bytes();
    const offered = desk.parked.retry(parked.changeId);
    journal.setBytes(old);

    const again = onJournal(journal, copyOf(desk));
    expect(Object.keys(again.states())).toEqual([offered.changeId]);
    expect([...readJournal(journal.bytes()).facts.keys()]).toEqual([offered.changeId]);
  });

  it.each(['gone', 'torn', 'damaged'])('is rewritten if it is %s, and the outbox is unchanged', (how) => {
    const journal = aMemoryJournal();
    const desk = onJournal(journal);
    const ids = ['c-1', 'c-2', 'c-3'].map((id) => desk.newClient(id).changeId);
    const bytes = Buffer.from(journal.bytes());
    if (how === 'gone') journal.setBytes(Buffer.alloc(0));
    if (how === 'torn') journal.setBytes(bytes.subarray(0, bytes.length - 20));
    if (how === 'damaged') journal.setBytes(bytes.fill(0x2e, 200, 260));

    const again = onJournal(journal, copyOf(desk));
    expect(waiting(again)).toEqual(ids);
    expect([...readJournal(journal.bytes()).facts.keys()]).toEqual(ids);
    expect(readJournal(journal.bytes())).toMatchObject({ damaged: 0, isTorn: false });
    expect(journal.aside()).toHaveLength(how === 'damaged' ? 1 : 0);
  });
});
