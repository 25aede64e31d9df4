import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, ServerRecord } from '#app/contract/protocol.ts';
import { insertClient, insertEngagement, remove, update } from '../../../../server/conformance/changes.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemIds } from '../../../../server/system.ts';
import { joinCore } from '../support/core-device.ts';
import { readTable, readTableDigest } from '../support/read-table.ts';
import { startService } from '../support/test-server.ts';

const RECORDS = 4;

interface Step {
  device: number;
  kind: 'client' | 'engagement' | 'rename' | 'retag' | 'delete' | 'move';
  target: number;
  parent: number;
  staleness: number;
  inTransaction: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  device: fc.nat({ max: 2 }),
  kind: fc.constantFrom('client', 'engagement', 'rename', 'retag', 'delete', 'move'),
  target: fc.nat({ max: RECORDS - 1 }),
  parent: fc.nat({ max: RECORDS - 1 }),
  staleness: fc.nat({ max: 5 }),
  inTransaction: fc.boolean(),
});

/** Whatever three devices send, in whatever order. */
export function describeProperties(open: () => Database, runs: number): void {
  describe('any sequence of requests', () => {
    it('keeps feed, snapshot, digest, links and acks in agreement', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { maxLength: 8 }), async (rounds) => {
          const { service, session, firm } = await startService(open());
          const devices = [session(), session(), session()];
          const joined = await Promise.all(devices.map((device) => joinCore(service, device)));
          const prefix = systemIds.next().slice(-6);
          const sent: Change[] = [];

          for (const steps of rounds) {
            const device = joined[steps[0]?.device ?? 0];
            if (!device) continue;
            const txnId = systemIds.next();
            const changes = steps.map((each) => toChange(each, prefix, device.cursor(), txnId));
            sent.push(...changes);
            const { acks } = await device.round({ changes });
            expect(acks.map((ack) => ack.changeId)).toEqual(changes.map((change) => change.changeId));
          }

          const [watcher] = joined;
          if (!watcher) return;
          const { deviceId } = watcher.session;
          // Everything again: nothing is applied a second time.
          const before = await service.currentSeq(watcher.session);
          for (const change of sent) await watcher.round({ changes: [change] });
          expect(await service.currentSeq(watcher.session)).toBe(before);

          const fresh = await joinCore(service, session());
          const byFeed = new Map((await fresh.pull(3)).map((record) => [keyOf(record), record]));
          const answer = await fresh.round();
          for (const table of ['clients', 'engagements']) {
            const records = await readTable(service, fresh.session, table);
            for (const record of records) expect(byFeed.get(keyOf(record))).toEqual(record);
            expect(answer.digest?.[table]).toBe(await readTableDigest(service, fresh.session, table));
          }
          const records = [...byFeed.values()];
          expect(await linkedPairs(open(), firm.firmId)).toEqual(livePairs(records));
          // No live record points to one that is deleted or missing.
          for (const { data } of records.filter((record) => record.table === 'engagements' && !record.deleted)) {
            expect(byFeed.get(`clients/${data.clientId}`)?.deleted).toBe(false);
          }
          expect(deviceId).toBe(watcher.session.deviceId);
        }),
        { numRuns: runs },
      );
    });
  });
}

function toChange(each: Step, prefix: string, cursor: number, txnId: string): Change {
  const client = `client-${prefix}-${each.target}`;
  const parent = `client-${prefix}-${each.parent}`;
  const engagement = `engagement-${prefix}-${each.target}`;
  const baseVersion = Math.max(0, cursor - each.staleness);
  const extra = each.inTransaction ? { txnId } : {};
  switch (each.kind) {
    case 'client':
      return insertClient(client, {}, extra);
    case 'engagement':
      return insertEngagement(engagement, parent, {}, extra);
    case 'rename':
      return update(
        'clients',
        client,
        { name: `Name ${each.staleness}` },
        { base: { name: 'Old' }, baseVersion },
        extra,
      );
    case 'retag':
      return update(
        'engagements',
        engagement,
        { tags: [`t${each.parent}`] },
        { base: { tags: [] }, baseVersion },
        extra,
      );
    case 'move':
      return update(
        'engagements',
        engagement,
        { clientId: parent },
        { base: { clientId: client }, baseVersion },
        extra,
      );
    case 'delete':
      return each.parent % 2 === 0
        ? remove('clients', client, baseVersion, extra)
        : remove('engagements', engagement, baseVersion, extra);
  }
}

const keyOf = ({ table, recordId }: ServerRecord) => `${table}/${recordId}`;

async function linkedPairs(storage: Database, firmId: string): Promise<string[]> {
  const rows = await storage.transaction({ kind: 'firm', firmId, mode: 'read' }, (tx) =>
    tx.all<{ record_id: string; target_id: string }>('SELECT record_id, target_id FROM links WHERE firm_id = ?', [
      firmId,
    ]),
  );
  return rows.map((row) => `${row.record_id}>${row.target_id}`).sort();
}

function livePairs(records: readonly ServerRecord[]): string[] {
  return records
    .filter((record) => record.table === 'engagements' && !record.deleted)
    .map((record) => `${record.recordId}>${record.data.clientId}`)
    .sort();
}
