import { ferrySchema } from '#app/schema/index.ts';
import { createAccounts } from '../../../../server/auth/accounts.ts';
import { createPasswordHasher } from '../../../../server/auth/passwords.ts';
import type { SyncSession } from '../../../../server/core/session.ts';
import { createSyncService, type SyncService } from '../../../../server/core/sync-service.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { migrate } from '../../../../server/storage/migrate.ts';
import { createSqliteDatabase, type SqliteDatabase } from '../../../../server/storage/sqlite.ts';
import { systemIds, yieldToLoop } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { createVirtualClock, type VirtualClock } from '../../../support/virtual-clock.ts';

/** Fast, for tests only. */
export const testPasswords = createPasswordHasher({ cost: { logN: 4, r: 8, p: 1 } });

export const PASSWORD = 'correct horse battery';

export async function memorySqlite(file: string | Buffer = ':memory:'): Promise<SqliteDatabase> {
  const storage = createSqliteDatabase({ file });
  await migrate(storage);
  return storage;
}

export interface TestFirm {
  firmId: string;
  ownerId: string;
  email: string;
}

/** A firm with one owner, under an email nobody else has. */
export async function createTestFirm(storage: Database, name = 'Test firm'): Promise<TestFirm> {
  const accounts = createAccounts({
    storage,
    clock: { nowMs: () => Date.now() },
    ids: systemIds,
    passwords: testPasswords,
  });
  const email = `owner-${systemIds.next()}@example.test`;
  const { firmId, ownerId } = await accounts.createFirm({
    name,
    owner: { name: 'Olga Owner', email, password: PASSWORD },
  });
  return { firmId, ownerId, email };
}

export interface TestService {
  clock: VirtualClock;
  service: SyncService;
  firm: TestFirm;
  /** A session of a new device of the firm's owner. */
  session(): SyncSession;
}

/** The core over a storage, with a firm and a stopped clock. */
export async function startService(storage: Database): Promise<TestService> {
  const firm = await createTestFirm(storage);
  const clock = createVirtualClock({ startMs: Date.now() });
  return {
    clock,
    firm,
    service: createSyncService({ storage, schema: ferrySchema, clock, ids: systemIds, log: quietLog, yieldToLoop }),
    session: () => ({ firmId: firm.firmId, personId: firm.ownerId, role: 'owner', deviceId: systemIds.next() }),
  };
}
