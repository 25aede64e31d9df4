import type { Clock, Log } from '#app/contract/ports.ts';
import { type Change, MAX_BATCH_SIZE } from '#app/contract/protocol.ts';
import { createSampleRandom } from '#app/sample/random.ts';
import { sampleRecords } from '#app/sample/records.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createAccounts } from '../auth/accounts.ts';
import type { PasswordHasher } from '../auth/passwords.ts';
import { createSyncService } from '../core/sync-service.ts';
import type { Database } from '../storage/database.ts';
import { yieldToLoop } from '../system.ts';

const SEED = 20_251_122;
const PASSWORD = 'sample';
/** The sample's due dates are around this fixed day, so that it is the same on every machine and date. */
const TODAY_MS = Date.UTC(2026, 10, 20, 9);

/**
 * Fills an empty database with a sample firm: 60 clients, 150 engagements, 900 tasks, two logins. Returns false if it
 * had a firm.
 */
export async function fillSample({
  storage,
  passwords,
  log,
}: {
  storage: Database;
  passwords: PasswordHasher;
  log: Log;
}): Promise<boolean> {
  const random = createSampleRandom(SEED);
  const clock: Pick<Clock, 'nowMs'> = { nowMs: () => TODAY_MS };
  const ids = { next: () => random.id(TODAY_MS) };
  const accounts = createAccounts({ storage, clock, ids, passwords, minPasswordLength: PASSWORD.length });
  if ((await accounts.firms()).length > 0) return false;

  const owner = { name: 'Olivia Brandt', email: 'owner@sample.test', password: PASSWORD };
  const { firmId, ownerId } = await accounts.createFirm({ name: 'Brandt & Partners', owner });
  const staffId = await accounts.addPerson(firmId, {
    name: 'Samir Haddad',
    email: 'staff@sample.test',
    password: PASSWORD,
    role: 'staff',
  });

  const changes = sampleRecords(random, [ownerId, staffId], TODAY_MS).map(
    (record): Change => ({
      changeId: ids.next(),
      table: record.table,
      operation: 'insert',
      recordId: record.recordId,
      data: record.data,
      baseVersion: 0,
      schemaVersion: ferrySchema.version,
      createdAt: TODAY_MS,
    }),
  );
  const sync = createSyncService({ storage, schema: ferrySchema, clock, ids, log, yieldToLoop });
  const session = { firmId, personId: ownerId, role: 'owner', deviceId: ids.next() } as const;
  const request = {
    deviceId: session.deviceId,
    schema: ferrySchema.version,
    cursor: 0,
    ackedThrough: 0,
    unanswered: [],
    limit: 1,
  };
  let { ticket, epoch, round } = await sync.sync(session, {
    ...request,
    ticket: null,
    epoch: null,
    round: 1,
    changes: [],
  });
  for (let start = 0; start < changes.length; start += MAX_BATCH_SIZE) {
    const batch = changes.slice(start, start + MAX_BATCH_SIZE);
    const answer = await sync.sync(session, { ...request, ticket, epoch, round: round + 1, changes: batch });
    const failed = answer.acks.find((ack) => ack.outcome !== 'applied');
    if (failed)
      throw new Error(`The sample does not fit the schema: ${failed.code} ${JSON.stringify(failed.fieldErrors)}`);
    ({ ticket, epoch, round } = answer);
  }
  return true;
}
