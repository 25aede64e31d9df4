import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { carryOver } from '#app/store/carry-over.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { aWorkbench } from '../../support/workbench.ts';

function aFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a restored backup gets the outbox and the identity of the data it replaces', async () => {
  const folder = aFolder();
  const replaced = path.join(folder, 'replaced.db');
  const backup = path.join(folder, 'backup.db');
  const today = aWorkbench('ana', { file: replaced });
  today.newClient('old');
  await today.connection.backup(backup);
  const uploaded = today.newClient('uploaded');
  today.accepts(uploaded);
  const waiting = today.newClient('waiting');
  today.store.transaction(() => today.store.state.set({ round: 41, ticket: '41.x' }));

  const restored = aWorkbench('ana', { file: backup });
  expect(carryOver(restored.connection, replaced, quietLog)).toBe(true);

  expect(restored.store.queue.pendingPage(10, 0).map(({ recordId }) => recordId)).toEqual(['old', 'waiting']);
  expect(restored.store.queue.find(uploaded.changeId)).toMatchObject({ synced: true, outcome: 'applied' });
  expect(restored.store.queue.find(waiting.changeId)).toMatchObject({ state: 'pending' });
  const state = restored.connection.prepare("SELECT value FROM sync_state WHERE key = 'round'").pluck().get();
  expect(state).toBe('41');
});

test('where the replaced file cannot be read, the backup keeps its own outbox', async () => {
  const folder = aFolder();
  const bench = aWorkbench('ana', { file: path.join(folder, 'backup.db') });
  bench.newClient('kept');
  const garbage = path.join(folder, 'garbage.db');
  writeFileSync(garbage, 'not a database at all, but long enough to look at '.repeat(40));
  expect(carryOver(bench.connection, garbage, quietLog)).toBe(false);
  expect(bench.store.queue.pendingPage(10, 0)).toHaveLength(1);
});
