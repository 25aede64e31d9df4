import path from 'node:path';
import { expect, it } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { outboxJournalOf } from '#app/sync/desk.ts';
import { rebuildDesk } from '#app/sync/rebuild-desk.ts';
import { systemClock, systemIds } from '../../../server/system.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { aDesk } from '../../support/desk.ts';
import { startFirmServer } from '../../support/firm-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

it('an edit based on a restored backup does not silently replace a later edit of the same desk', async () => {
  const server = await startFirmServer();
  const folder = temporaryFolder();
  const [file, target, backup] = [
    path.join(folder, 'ferry.db'),
    path.join(folder, 'new.db'),
    path.join(folder, 'old.db'),
  ];
  const client = systemIds.next();
  const before = await aDesk('dora', { server, file });
  before.save('clients', 'insert', client, { name: 'Nordwind' });
  await before.syncWell();
  await before.desk.backUp(backup);
  before.save('clients', 'update', client, { taxId: 'DE-LATER' });
  await before.syncWell();
  await before.dispose();
  await rebuildDesk({
    target,
    base: backup,
    current: file,
    earlier: [],
    isAsked: false,
    taken: new Set(),
    journalFile: outboxJournalOf(file),
    nowMs: Date.now(),
    owner: null,
    schema: ferrySchema,
    clock: systemClock,
    log: quietLog,
    migrationsFolder: clientMigrations,
  });

  const after = await aDesk('dora', { server, file: target, sessionOf: before });
  try {
    expect(after.visible('clients', client)).toMatchObject({ taxId: null });
    after.save('clients', 'update', client, { taxId: 'DE-NOW' });
    await after.syncWell();
    expect(await after.operations.listConflicts({ isOpen: true })).toMatchObject([
      { fields: [{ field: 'taxId', mine: 'DE-NOW', theirs: 'DE-LATER' }] },
    ]);
  } finally {
    await after.dispose();
    await server.dispose();
  }
});
