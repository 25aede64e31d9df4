import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Clock, Log } from '#app/contract/ports.ts';
import { createCheckpoints } from '#app/store/checkpoints.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { systemClock } from '../../../server/system.ts';
import { checkpointWorker } from '../../support/checkpoint-worker.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const DUE_PAGES = 100;
/** A thread that receives messages and does nothing. */
const DEAF_THREAD = new URL('data:text/javascript,setInterval(() => undefined, 1e9)');

function aDatabase({ worker = checkpointWorker, clock = systemClock }: { worker?: string | URL; clock?: Clock } = {}) {
  const file = path.join(temporaryFolder(), 'ferry.db');
  const connection = openConnection({ file, migrations: readMigrations(clientMigrations), log: quietLog });
  connection.pragma('wal_checkpoint(TRUNCATE)');
  const warnings: string[] = [];
  const log: Log = { ...quietLog, warn: (event) => void warnings.push(event) };
  const checkpoints = createCheckpoints({ connection, file, worker, duePages: DUE_PAGES, clock, log });
  onTestFinished(async () => {
    await checkpoints.dispose();
    connection.close();
  });
  const journal = () => {
    const [pages] = connection.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
    return { pages: pages?.log ?? 0, moved: pages?.checkpointed ?? 0 };
  };
  return {
    file,
    connection,
    checkpoints,
    warnings,
    journal,
    autocheckpoint: () => Number(connection.pragma('wal_autocheckpoint', { simple: true })),
    /** Each commit writes a page at least. */
    write(commits: number): void {
      const put = connection.prepare('INSERT OR REPLACE INTO sync_state (key, value) VALUES (?, ?)');
      for (let index = 0; index < commits; index += 1) {
        put.run(`key ${index}`, JSON.stringify('x'.repeat(3_000)));
        checkpoints.committed();
      }
    },
  };
}

describe('the journal', () => {
  it('is checkpointed into the database by a thread once it is long', async () => {
    const { write, checkpoints, journal } = aDatabase();
    write(2 * DUE_PAGES);
    expect(journal().pages).toBeGreaterThan(2 * DUE_PAGES);
    expect(journal().moved).toBeLessThan(journal().pages);
    // The first may be one that was begun while there was less to move.
    await checkpoints.keepShort();
    await checkpoints.keepShort();
    expect(journal().pages - journal().moved).toBeLessThan(DUE_PAGES);
  });

  it('is left alone while it is short', async () => {
    const { write, checkpoints, journal } = aDatabase();
    write(3);
    await checkpoints.keepShort();
    expect(journal().pages).toBeGreaterThan(0);
    expect(journal().moved).toBe(0);
  });

  it('is checkpointed without blocking anyone', async () => {
    const { write, journal } = aDatabase();
    write(3 * DUE_PAGES);
    await expect.poll(() => journal().moved, { interval: 5 }).toBeGreaterThan(DUE_PAGES);
  });

  it('is checkpointed by commits if the thread cannot start', async () => {
    const { autocheckpoint, checkpoints, warnings } = aDatabase({ worker: '/nowhere/checkpoint-worker.js' });
    await expect.poll(autocheckpoint, { interval: 5 }).toBe(DUE_PAGES);
    expect(warnings).toEqual(['store.checkpointsLost']);
    await checkpoints.keepShort();
  });

  it('is checkpointed by commits if the thread does not answer, and nobody waits for it forever', async () => {
    const clock = createVirtualClock();
    const { write, autocheckpoint, checkpoints, warnings, journal } = aDatabase({ worker: DEAF_THREAD, clock });
    write(2 * DUE_PAGES);
    const waiting = checkpoints.keepShort();
    expect(autocheckpoint()).toBe(0);
    await clock.advance(10_000);
    await waiting;
    expect(warnings).toEqual(['store.checkpointsLost']);
    write(1);
    expect(journal().moved).toBeGreaterThan(DUE_PAGES);
  });

  it('is removed once the thread has ended and the database is closed', async () => {
    const { file, write, checkpoints, connection } = aDatabase();
    write(2 * DUE_PAGES);
    await checkpoints.keepShort();
    await checkpoints.dispose();
    connection.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
  });
});
