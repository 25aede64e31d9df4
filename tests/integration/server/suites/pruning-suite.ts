import { describe, expect, it } from 'vitest';
import type { Clock } from '#app/contract/ports.ts';
import { insertClient, remove } from '../../../../server/conformance/changes.ts';
import { prune } from '../../../../server/maintenance/prune.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemIds, yieldToLoop } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { joinCore } from '../support/core-device.ts';
import { readTableDigest } from '../support/read-table.ts';
import { startService } from '../support/test-server.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const retention = { ackDays: 90, activityDays: 365, tombstoneDays: 180 };

export function describePruning(open: () => Database): void {
  const pruneAt = (clock: Pick<Clock, 'nowMs'>, yields = yieldToLoop) =>
    prune({ storage: open(), clock, log: quietLog, yieldToLoop: yields }, retention);

  describe('pruning', () => {
    it('keeps an ack of any age until its device has confirmed that it stored it', async () => {
      const { service, session, clock } = await startService(open());
      const device = await joinCore(service, session());
      const change = insertClient(systemIds.next());
      await device.pushOne(change);
      await clock.advance(91 * DAY_MS);
      await pruneAt(clock);
      expect((await device.pushOne(change)).outcome).toBe('duplicate');
      const { round } = device.nextRequest();
      await device.round({ ackedThrough: round - 1 });
      expect((await pruneAt(clock)).acks).toBeGreaterThan(0);
      expect((await device.round({ unanswered: [change.changeId] })).acks).toEqual([]);
    });

    it('runs in steps, with the event loop turning between them', async () => {
      const { service, session, clock } = await startService(open());
      const device = await joinCore(service, session());
      for (let batch = 0; batch < 25; batch += 1) {
        await device.push(...Array.from({ length: 100 }, () => insertClient(systemIds.next())));
      }
      await device.round({ ackedThrough: 1_000 });
      await clock.advance(91 * DAY_MS);
      const left: number[] = [];
      const acks = await pruneAt(clock, async () => {
        const [row] = await open().transaction({ kind: 'operator', mode: 'read' }, (tx) =>
          tx.all<{ count: number }>('SELECT COUNT(*) AS count FROM acks WHERE firm_id = ?', [device.session.firmId]),
        );
        left.push(row?.count ?? 0);
        await yieldToLoop();
      });
      expect(acks.acks).toBeGreaterThanOrEqual(2500);
      expect(left.some((count) => count > 0 && count < 2500)).toBe(true);
    });

    it('keeps a stored ack for 90 days', async () => {
      const { service, session, clock } = await startService(open());
      const device = await joinCore(service, session());
      const change = insertClient(systemIds.next());
      await device.pushOne(change);
      await device.round({ ackedThrough: 1_000 });
      await clock.advance(89 * DAY_MS);
      await pruneAt(clock);
      expect((await device.pushOne(change)).outcome).toBe('duplicate');
    });

    it('removes old activity and leaves the record', async () => {
      const { service, session, clock } = await startService(open());
      const device = await joinCore(service, session());
      const { recordId } = (await device.pushOne(insertClient(systemIds.next()))).record ?? { recordId: '' };
      await clock.advance(366 * DAY_MS);
      await pruneAt(clock);
      expect((await service.activity(device.session, { table: 'clients', recordId })).entries).toEqual([]);
      expect((await service.snapshot(device.session, { table: 'clients' })).records).toHaveLength(1);
    });

    it('sends a desk beyond the horizon to a new snapshot and reports settled changes', async () => {
      const { service, session, clock } = await startService(open());
      const [near, far] = [await joinCore(service, session()), await joinCore(service, session())];
      const sent = insertClient(systemIds.next());
      await far.pushOne(insertClient(systemIds.next()));
      const farCursor = far.cursor();
      await far.round({ changes: [sent], limit: 1 });
      const gone = await near.pushOne(insertClient(systemIds.next()));
      await near.pushOne(remove('clients', gone.record?.recordId ?? '', gone.version ?? 0));
      await near.pull();
      await clock.advance(181 * DAY_MS);
      expect((await pruneAt(clock)).tombstones).toBeGreaterThan(0);

      const unsent = insertClient(systemIds.next());
      const answer = await far.round({ cursor: farCursor, unanswered: [sent.changeId], changes: [unsent] });
      expect(answer.reset).toBe('horizon');
      expect(answer.acks.map((ack) => [ack.changeId, ack.outcome])).toEqual([[sent.changeId, 'duplicate']]);
      const page = await service.snapshot(far.session, { table: 'clients' });
      expect(page.records.some((record) => record.recordId === unsent.recordId)).toBe(false);
      // From the snapshot on, its outbox flows as before.
      const after = await far.round({ cursor: page.asOf, changes: [unsent] });
      expect(after.reset).toBeUndefined();
      expect(after.acks[0]?.outcome).toBe('applied');
      expect((await near.round()).reset).toBeUndefined();
    });

    it('keeps the digest equal to the remaining records, and reports the horizon', async () => {
      const { service, session, clock } = await startService(open());
      const device = await joinCore(service, session());
      const gone = await device.pushOne(insertClient(systemIds.next()));
      await device.pushOne(insertClient(systemIds.next()));
      const tombstone = await device.pushOne(remove('clients', gone.record?.recordId ?? '', gone.version ?? 0));
      await clock.advance(181 * DAY_MS);
      await pruneAt(clock);
      const answer = await device.round();
      expect(answer.horizon).toBe(tombstone.version);
      expect(answer.digest?.clients).toBe(await readTableDigest(service, device.session, 'clients'));
    });
  });
}
