import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { aDesk } from '../../support/desk.ts';
import { startFirmServer } from '../../support/firm-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const EDITS = 30;

it('a desk that lost its write-ahead log uploads everything it reported as saved, each once', async () => {
  const server = await startFirmServer();
  onTestFinished(() => server.dispose());
  await server.write([
    { table: 'clients', recordId: 'c-1', data: { name: 'Nordwind' } },
    { table: 'engagements', recordId: 'e-1', data: { title: 'Audit', clientId: 'c-1' } },
    { table: 'tasks', recordId: 't-1', data: { title: 'Count', engagementId: 'e-1', minutesSpent: 0 } },
  ]);
  const folder = temporaryFolder();
  const file = path.join(folder, 'ferry.db');
  const filled = await aDesk('ana', { server, file });
  await filled.syncWell();
  const session = filled.session();
  await filled.dispose();

  // Some of the edits are on the server before the crash, some are not; the log that goes holds all of both.
  const desk = await aDesk('ana', { server, file, sessionOf: { session: () => session } });
  onTestFinished(() => desk.dispose());
  for (let minutesSpent = 1; minutesSpent <= EDITS; minutesSpent += 1) {
    await desk.save('tasks', 'update', 't-1', { minutesSpent });
    if (minutesSpent === EDITS / 2) await desk.syncWell();
  }
  const crashed = path.join(folder, 'crashed');
  mkdirSync(path.join(crashed, 'outbox'), { recursive: true });
  for (const name of ['ferry.db', 'outbox/outbox.journal']) {
    copyFileSync(path.join(folder, name), path.join(crashed, name));
  }
  rmSync(path.join(crashed, 'ferry.db-wal'), { force: true });

  const token = desk.session();
  const again = await aDesk('ana', {
    server,
    file: path.join(crashed, 'ferry.db'),
    sessionOf: { session: () => token },
  });
  onTestFinished(() => again.dispose());
  expect(again.desk.status().regions.counts.pending).toBe(EDITS / 2);
  await again.syncWell();
  expect(again.desk.status().regions.counts).toEqual({ pending: 0, parked: 0, conflicts: 0 });
  expect(again.visible('tasks', 't-1')?.minutesSpent).toBe(EDITS);
  again.expectFold();
});
