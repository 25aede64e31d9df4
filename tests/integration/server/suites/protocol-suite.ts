import { describe, expect, it } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { insertClient, insertEngagement, remove, update } from '../../../../server/conformance/changes.ts';
import { createSyncService } from '../../../../server/core/sync-service.ts';
import { rotateEpochs } from '../../../../server/maintenance/rotate-epochs.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemIds, yieldToLoop } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { joinCore } from '../support/core-device.ts';
import { startService } from '../support/test-server.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Dies at its next commit: before it, so that nothing was kept, or after it, so that only the answer is lost. */
function dyingStorage(storage: Database, when: 'before' | 'after'): Database {
  return {
    ...storage,
    transaction: async (scope, work) => {
      if (when === 'after') {
        await storage.transaction(scope, work);
        throw new Error('died');
      }
      return storage.transaction(scope, async (tx) => {
        await work(tx);
        throw new Error('died');
      });
    },
  };
}

/** What the protocol promises beyond what can be seen from outside one firm. */
export function describeProtocol(open: () => Database): void {
  describe('protocol', () => {
    it.each(['before', 'after'] as const)(
      'loses and duplicates nothing when it is killed right %s a commit',
      async (when) => {
        const { service, clock, session } = await startService(open());
        const device = await joinCore(service, session());
        const change = insertClient(systemIds.next());
        const dying = createSyncService({
          storage: dyingStorage(open(), when),
          schema: ferrySchema,
          clock,
          ids: systemIds,
          log: quietLog,
          yieldToLoop,
        });
        const request = device.nextRequest({ changes: [change] });
        await expect(dying.sync(device.session, request)).rejects.toThrow('died');
        const ack = (await device.round({ round: request.round + 1, changes: [change] })).acks[0];
        expect(ack?.outcome).toBe(when === 'before' ? 'applied' : 'duplicate');
        const { entries } = await service.activity(device.session, { table: 'clients', recordId: change.recordId });
        expect(entries).toHaveLength(1);
      },
    );

    it('reports the version of an insert, however often the record was changed since', async () => {
      const { service, session } = await startService(open());
      const [ana, ben] = [await joinCore(service, session()), await joinCore(service, session())];
      const id = systemIds.next();
      const make = insertClient(id, { name: 'First', city: 'Hamburg', tags: ['a'] });
      const early = update('clients', id, { name: 'Second' }, { base: { name: 'First' }, baseVersion: 0 });
      const made = await ana.push(make, early);
      const baseVersion = made[1]?.version ?? 0;
      await ben.pushOne(
        update(
          'clients',
          id,
          { name: 'Third', tags: ['a', 'b'] },
          { base: { name: 'Second', tags: ['a'] }, baseVersion },
        ),
      );
      await ben.pull();
      await ben.pushOne(remove('clients', id, ben.cursor()));
      const query = { table: 'clients', recordId: id };
      const whole = await service.activity(ana.session, query);
      expect(whole.entries.map((entry) => entry.fields.name?.to ?? entry.fields['*']?.to)).toEqual([
        true,
        'Third',
        'Second',
        'First',
      ]);
      expect(
        Object.fromEntries(Object.entries(whole.entries[3]?.fields ?? {}).map(([field, { to }]) => [field, to])),
      ).toEqual(make.data);
      // The same on a page that begins far behind the record's present.
      const last = await service.activity(ana.session, { ...query, before: whole.entries[2]?.seq ?? 0 });
      expect(last.entries).toEqual(whole.entries.slice(3));
    });

    it('shows a firm nothing of another one', async () => {
      const ours = await startService(open());
      const theirs = await startService(open());
      const us = await joinCore(ours.service, ours.session());
      const them = await joinCore(theirs.service, theirs.session());
      const change = insertClient(systemIds.next(), { name: 'Ours' });
      await us.pushOne(change);

      expect(await them.pull()).toEqual([]);
      expect((await theirs.service.snapshot(them.session, { table: 'clients' })).records).toEqual([]);
      expect((await theirs.service.digest(them.session, { table: 'clients' })).ranges[0]?.count).toBe(0);
      const trail = await theirs.service.activity(them.session, { table: 'clients', recordId: change.recordId });
      expect(trail.entries).toEqual([]);
      const child = await them.pushOne(insertEngagement(systemIds.next(), change.recordId));
      expect(child.code).toBe('reference.missing');
      const edit = update('clients', change.recordId, { name: 'Theirs' }, { base: {}, baseVersion: 0 });
      expect((await them.pushOne(edit)).code).toBe('record.unknown');
      // The same change id in another firm is another change.
      expect((await them.pushOne({ ...change, data: { ...change.data, name: 'Theirs' } })).outcome).toBe('applied');
      const [record] = (await ours.service.snapshot(us.session, { table: 'clients' })).records;
      expect(record?.data.name).toBe('Ours');
    });

    it('rejects every change of a person who may only read, and serves them the feed', async () => {
      const { service, session } = await startService(open());
      const writer = await joinCore(service, session());
      const reader = await joinCore(service, { ...session(), role: 'readOnly' });
      await writer.pushOne(insertClient(systemIds.next()));
      const answer = await reader.round({ changes: [insertClient(systemIds.next())] });
      expect(answer.acks[0]).toMatchObject({ outcome: 'rejected', code: 'auth.readOnly' });
      expect(answer.feed).toHaveLength(1);
    });

    it('begins a new epoch by itself after its data was restored by hand', async () => {
      const { service, session, firm } = await startService(open());
      const device = await joinCore(service, session());
      await device.pushOne(insertClient(systemIds.next()));
      const before = await device.round();
      await open().transaction({ kind: 'firm', firmId: firm.firmId, mode: 'write' }, async (tx) => {
        await tx.run('UPDATE devices SET last_round = 1, ticket_round = 0 WHERE firm_id = ?', [firm.firmId]);
        await tx.run('UPDATE firms SET seq = 0 WHERE firm_id = ?', [firm.firmId]);
      });
      const answer = await device.round({ changes: [insertClient(systemIds.next())] });
      expect(answer).toMatchObject({ reset: 'epoch', acks: [], epochSeq: 0 });
      expect(answer.epoch).not.toBe(before.epoch);
      expect((await device.pushOne(insertClient(systemIds.next()))).outcome).toBe('applied');
    });

    it('answers every device of the old epoch with a reset, once, after a new one began', async () => {
      const { service, session, clock } = await startService(open());
      const [ana, ben] = [await joinCore(service, session()), await joinCore(service, session())];
      await ana.pushOne(insertClient(systemIds.next()));
      await rotateEpochs(open(), clock, systemIds);
      for (const device of [ana, ben]) {
        const answer = await device.round();
        expect(answer).toMatchObject({ reset: 'epoch', epochSeq: 1 });
        expect((await device.round()).reset).toBeUndefined();
      }
    });

    it('lets re-offered changes wait for their record for a month after a restore, then rejects them as unknown', async () => {
      const { service, session, clock } = await startService(open());
      const device = await joinCore(service, session());
      const seen = { base: { name: 'A' }, baseVersion: 0 };
      const edit = update('clients', systemIds.next(), { name: 'B' }, seen, { origin: 7 });
      const orphan = insertEngagement(systemIds.next(), systemIds.next(), {}, { origin: 8 });
      expect((await device.push(edit, orphan)).map((ack) => ack.outcome)).toEqual(['retry', 'retry']);
      await clock.advance(31 * DAY_MS);
      expect((await device.push(edit, orphan)).map((ack) => ack.code)).toEqual(['record.unknown', 'reference.missing']);
    });

    it('keeps the last of two re-offered writes in the order of the lost data set, without a conflict', async () => {
      const { service, session } = await startService(open());
      const [ana, ben] = [await joinCore(service, session()), await joinCore(service, session())];
      const id = systemIds.next();
      const made = await ana.pushOne(insertClient(id, { name: 'A' }));
      const seen = { base: { name: 'A' }, baseVersion: made.version ?? 0 };
      await ben.pushOne(update('clients', id, { name: 'Later' }, seen, { origin: 20 }));
      const ack = await ana.pushOne(update('clients', id, { name: 'Earlier' }, seen, { origin: 10 }));
      expect(ack.conflict).toBeUndefined();
      expect(ack.record?.data.name).toBe('Later');
    });

    it('fills in fields an older desk does not know', async () => {
      const { session, clock } = await startService(open());
      const newer = createSyncService({
        storage: open(),
        schema: { ...ferrySchema, version: ferrySchema.version + 1 },
        clock,
        ids: systemIds,
        log: quietLog,
        yieldToLoop,
      });
      const device = await joinCore(newer, session());
      const { notes: _left, ...data } = insertClient(systemIds.next()).data;
      const ack = await device.pushOne({ ...insertClient(systemIds.next()), data });
      expect(ack.outcome).toBe('applied');
      expect(ack.record?.data.notes).toBeNull();
    });

    it('refuses a desk that is too old, and asks it to update', async () => {
      const { session, clock } = await startService(open());
      const demanding = createSyncService({
        storage: open(),
        schema: ferrySchema,
        clock,
        ids: systemIds,
        log: quietLog,
        yieldToLoop,
        minimumSchema: ferrySchema.version + 1,
      });
      await expect(joinCore(demanding, session())).rejects.toMatchObject({ error: { code: 'client.updateRequired' } });
    });

    it('does not let a tombstone’s children be restored without it, nor its edit revive it alone', async () => {
      const { service, session } = await startService(open());
      const [ana, ben] = [await joinCore(service, session()), await joinCore(service, session())];
      const [client, engagement] = [systemIds.next(), systemIds.next()];
      const made = await ana.push(insertClient(client), insertEngagement(engagement, client, { title: 'A' }));
      const versions = made.map((ack) => ack.record?.version ?? 0);
      const txnId = systemIds.next();
      await ana.push(
        remove('engagements', engagement, versions[1] ?? 0, { txnId }),
        remove('clients', client, versions[0] ?? 0, { txnId }),
      );
      const seen = { base: { title: 'A' }, baseVersion: versions[1] ?? 0 };
      const ack = await ben.pushOne(update('engagements', engagement, { title: 'B' }, seen));
      expect(ack).toMatchObject({ outcome: 'blocked', code: 'reference.deleted', action: 'restoreParent' });
    });
  });
}
