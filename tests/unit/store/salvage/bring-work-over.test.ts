import path from 'node:path';
import { expect, it } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { bringWorkOver } from '#app/sync/rebuild-desk.ts';
import { aMemoryDatabase } from '../../../support/memory-database.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { aWorkbench } from '../../../support/workbench.ts';

it('salvage reports a full disk by its code, and brings nothing over by halves', () => {
  const current = path.join(temporaryFolder(), 'ferry.db');
  const desk = aWorkbench('ana', { file: current });
  for (let index = 0; index < 50; index += 1) desk.newClient(`c-${index}`, { notes: 'a line of notes '.repeat(100) });
  const connection = aMemoryDatabase();
  connection.pragma(`max_page_count = ${Number(connection.pragma('page_count', { simple: true })) + 4}`);
  const bringing = () =>
    bringWorkOver(connection, {
      current,
      earlier: [],
      isAsked: false,
      taken: new Set(),
      journalFile: null,
      nowMs: 0,
      owner: null,
      schema: ferrySchema,
      clock: createVirtualClock(),
      log: quietLog,
    });
  expect(bringing).toThrow(expect.objectContaining({ error: expect.objectContaining({ code: 'store.diskFull' }) }));
  expect(connection.prepare('SELECT count(*) FROM sync_queue').pluck().get()).toBe(0);
});
