import { closeSync, copyFileSync, mkdirSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createJournalFile } from '#app/store/outbox-journal/file.ts';
import { readOutboxJournal } from '#app/store/outbox-journal/read.ts';
import { aLoneDesk } from '../../support/lone-desk.ts';
import { aMemoryJournal } from '../../support/memory-journal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const EDITS = 40;

/** A desk on real files, as a crash leaves them: its write-ahead log holds all edits but the first. */
async function aCrashedDesk() {
  const folder = temporaryFolder();
  const file = path.join(folder, 'ferry.db');
  const journal = path.join(folder, 'outbox/outbox.journal');
  const { save } = aLoneDesk({ file, journalFile: createJournalFile(journal) });
  await save('insert', 'c-0', { name: 'First' });
  const crashed = path.join(folder, 'crashed');
  mkdirSync(path.join(crashed, 'outbox'), { recursive: true });
  for (let index = 1; index < EDITS; index += 1) await save('insert', `c-${index}`, { name: `Client ${index}` });
  const copy = (name: string) => copyFileSync(path.join(folder, name), path.join(crashed, name));
  for (const name of ['ferry.db', 'ferry.db-wal', 'outbox/outbox.journal']) copy(name);
  return {
    wal: path.join(crashed, 'ferry.db-wal'),
    journal: path.join(crashed, 'outbox/outbox.journal'),
    reopen: () =>
      aLoneDesk({
        file: path.join(crashed, 'ferry.db'),
        journalFile: createJournalFile(path.join(crashed, 'outbox/outbox.journal')),
      }),
  };
}

describe('a saved edit survives', () => {
  it('a missing write-ahead log', async () => {
    const { wal, reopen } = await aCrashedDesk();
    rmSync(wal);
    const { regions } = reopen().desk.status();
    expect(regions.counts.pending).toBe(EDITS);
    expect(regions.broughtBack?.changes).toBeGreaterThan(0);
  });

  it('and reports how many came back until the person has read it', async () => {
    const { wal, reopen } = await aCrashedDesk();
    rmSync(wal);
    const first = reopen().desk;
    await first.dispose();
    const { desk } = reopen();
    expect(desk.status().regions.broughtBack?.changes).toBeGreaterThan(0);
    await desk.operations.markBroughtBackSeen();
    expect(desk.status().regions.broughtBack).toBeNull();
    await desk.dispose();
    expect(reopen().desk.status().regions.broughtBack).toBeNull();
  });

  it.each([0.3, 0.6, 0.9])('a write-ahead log that is damaged at %d of its length', async (at) => {
    const { wal, reopen } = await aCrashedDesk();
    const { size } = statSync(wal);
    const bytes = Buffer.alloc(64, 0xff);
    const file = openSync(wal, 'r+');
    writeSync(file, bytes, 0, bytes.length, Math.floor(at * size));
    closeSync(file);
    const { regions } = reopen().desk.status();
    expect(regions.counts.pending).toBe(EDITS);
  });

  it('a journal that is missing, or garbage', async () => {
    const { journal, reopen } = await aCrashedDesk();
    writeFileSync(journal, Buffer.alloc(5000, 0xa5));
    const { regions } = reopen().desk.status();
    expect(regions.counts.pending).toBe(EDITS);
    expect(regions.broughtBack).toBeNull();
    expect(readOutboxJournal(journal)?.changes).toHaveLength(EDITS);
  });
});

describe('the journal', () => {
  it('lets a save answer once it is on the disk', async () => {
    const journal = aMemoryJournal();
    const { promise: arrival, resolve: arrive } = Promise.withResolvers<void>();
    const file = { ...journal.file, sync: () => arrival };
    const { save } = aLoneDesk({ journalFile: file });
    let isAnswered = false;
    const saving = Promise.resolve(save('insert', 'c-1', { name: 'Nord' })).then(() => {
      isAnswered = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    arrive();
    await saving;
    expect(isAnswered).toBe(true);
  });

  it('is readable by its owner only', async () => {
    const { journal } = await aCrashedDesk();
    const folder = path.dirname(path.dirname(path.dirname(journal)));
    const mode = (name: string) => statSync(path.join(folder, name)).mode & 0o777;
    expect([mode('outbox'), mode('outbox/outbox.journal')]).toEqual([0o700, 0o600]);
  });

  it('that cannot be written fails no save, is reported, and is complete again once it can be', async () => {
    const journal = aMemoryJournal();
    const { desk, save, clock } = aLoneDesk({ journalFile: journal.file });
    journal.fail(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    await save('insert', 'c-1', { name: 'Nord' });
    await save('insert', 'c-2', { name: 'Süd' });
    expect(desk.status().regions).toMatchObject({ store: 'journalFailed', lastError: { code: 'store.diskFull' } });
    journal.fail(null);
    await clock.advance(60_000);
    expect(desk.status().regions).toMatchObject({ store: 'ok', lastError: null });
    const { bytes } = journal;
    expect(bytes().toString()).toContain('Nord');
    expect(bytes().toString()).toContain('Süd');
  });

  it('stays small: acknowledged changes are removed', async () => {
    const journal = aMemoryJournal();
    const { desk, save } = aLoneDesk({ journalFile: journal.file });
    for (let index = 0; index < 200; index += 1) {
      await save('insert', `c-${index}`, { name: 'Nord', notes: 'x'.repeat(2_000) });
    }
    expect(journal.bytes().length).toBeGreaterThan(400_000);
    desk.signedIn();
    await desk.operations.syncToServer();
    expect(desk.status().regions.counts.pending).toBe(0);
    expect(journal.bytes().length).toBeLessThan(1_000);
  });

  it('stays small also while a change waits for a person', async () => {
    const journal = aMemoryJournal();
    const { desk, save, server, accept } = aLoneDesk({ journalFile: journal.file });
    desk.signedIn();
    await desk.operations.syncToServer();
    const kept = await save('insert', 'kept', { name: 'Parked' });
    server.sync = async (request) => {
      const answer = await accept(request);
      if (answer.ok) {
        for (const ack of answer.value.acks) {
          if (ack.changeId === kept.changeId) Object.assign(ack, { outcome: 'rejected', code: 'validation.failed' });
        }
      }
      return answer;
    };
    for (let round = 0; round < 8; round += 1) {
      for (let index = 0; index < 40; index += 1) {
        await save('insert', `c-${round}-${index}`, { name: 'Nord', notes: 'x'.repeat(2_000) });
      }
      await desk.operations.syncToServer();
    }
    expect(journal.bytes().length).toBeLessThan(300_000);
    expect(journal.bytes().toString()).toContain(kept.changeId);
  });
});
