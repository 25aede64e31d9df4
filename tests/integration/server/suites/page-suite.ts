import { describe, expect, it } from 'vitest';
import type { Change } from '#app/contract/protocol.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { insertClient, update } from '../../../../server/conformance/changes.ts';
import { createSyncService } from '../../../../server/core/sync-service.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemClock, systemIds, yieldToLoop } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { type CoreDevice, joinCore } from '../support/core-device.ts';
import { createTestFirm } from '../support/test-server.ts';

const KIB = 1024;
const MAX_PAGE_BYTES = 10 * KIB;
/** Three of these fill a page. */
const large = () => insertClient(systemIds.next(), { notes: 'n'.repeat(3 * KIB) });

/** What an answer may hold, where records are large. */
export function describePages(open: () => Database): void {
  async function join(storage = open()) {
    const { firmId, ownerId: personId } = await createTestFirm(storage);
    const service = createSyncService({
      ...{ storage, schema: ferrySchema, clock: systemClock, ids: systemIds, log: quietLog, yieldToLoop },
      maxPageBytes: MAX_PAGE_BYTES,
    });
    const joinDevice = () => joinCore(service, { firmId, personId, role: 'owner', deviceId: systemIds.next() });
    return { service, writer: await joinDevice(), reader: await joinDevice() };
  }

  /** A client whose notes of 3 KiB are rewritten so many times, each time in a separate transaction. */
  async function editOften(writer: CoreDevice, count: number) {
    const made = large();
    const seq = (await writer.pushOne(made)).version ?? 0;
    let base = made.data.notes ?? null;
    const edits: Change[] = [];
    for (let index = 0; index < count; index += 1) {
      const notes = String(index % 10).repeat(3 * KIB);
      const edit = update('clients', made.recordId, { notes }, { base: { notes: base }, baseVersion: seq + index });
      await writer.push(edit);
      edits.push(edit);
      base = notes;
    }
    return { made: { ...made, seq }, edits };
  }

  describe('pages', () => {
    it('of the feed are limited in size, and are complete together', async () => {
      const { writer, reader } = await join();
      const changes = Array.from({ length: 8 }, large);
      await writer.push(...changes);
      const pages = [await reader.round(), await reader.round(), await reader.round()];
      expect(pages.map(({ feed, more }) => [feed.length, more])).toEqual([
        [3, true],
        [3, true],
        [2, false],
      ]);
      expect(pages.flatMap(({ feed }) => feed.map(({ recordId }) => recordId))).toEqual(
        changes.map(({ recordId }) => recordId),
      );
    });

    it('of the feed contain a transaction whole, and a record that is too large for any page', async () => {
      const { writer, reader } = await join();
      const txnId = systemIds.next();
      await writer.push(...Array.from({ length: 5 }, () => ({ ...large(), txnId })), large());
      await writer.push(insertClient(systemIds.next(), { notes: 'n'.repeat(2 * MAX_PAGE_BYTES) }));
      const pages = [await reader.round(), await reader.round(), await reader.round()];
      expect(pages.map(({ feed }) => feed.length)).toEqual([5, 1, 1]);
      expect((await reader.round()).more).toBe(false);
    });

    it('of a digest are read a few records at a time, with the event loop turning between them', async () => {
      const storage = open();
      const { firmId, ownerId: personId } = await createTestFirm(storage);
      let turns = 0;
      const service = createSyncService({
        ...{ storage, schema: ferrySchema, clock: systemClock, ids: systemIds, log: quietLog },
        yieldToLoop: async () => {
          turns += 1;
          await yieldToLoop();
        },
      });
      const writer = await joinCore(service, { firmId, personId, role: 'owner', deviceId: systemIds.next() });
      const changes = Array.from({ length: 2500 }, () => insertClient(systemIds.next()));
      for (let from = 0; from < changes.length; from += 100) await writer.push(...changes.slice(from, from + 100));
      const { ranges } = await service.digest(writer.session, { table: 'clients' });
      expect(turns).toBe(2);
      expect(ranges.reduce((sum, { count }) => sum + count, 0)).toBe(2500);
      expect(Math.max(...ranges.map(({ count }) => count))).toBe(256);
    });

    it('of a snapshot are limited in size, and are complete together', async () => {
      const { service, writer } = await join();
      const changes = [
        ...Array.from({ length: 4 }, large),
        insertClient(systemIds.next(), { notes: 'n'.repeat(20 * KIB) }),
      ];
      await writer.push(...changes);
      const found: string[][] = [];
      for (let after: string | null | undefined; after !== null; ) {
        const page = await service.snapshot(writer.session, { table: 'clients', ...(after ? { after } : {}) });
        found.push(page.records.map(({ recordId }) => recordId));
        after = page.next;
      }
      expect(found.map(({ length }) => length)).toEqual([3, 1, 1]);
      expect(found.flat()).toEqual(changes.map(({ recordId }) => recordId).sort());
    });

    it('of a trail are limited in size, and are complete together', async () => {
      const { service, writer } = await join();
      const { made, edits } = await editOften(writer, 12);
      const found: string[][] = [];
      for (let before: number | null | undefined; before !== null; ) {
        const query = { table: 'clients', recordId: made.recordId, limit: 200, ...(before ? { before } : {}) };
        const page = await service.activity(writer.session, query);
        const size = Buffer.byteLength(JSON.stringify(page.entries));
        expect(page.entries.length === 1 || size <= 1.5 * MAX_PAGE_BYTES).toBe(true);
        found.push(page.entries.map(({ changeId }) => changeId));
        before = page.next;
        if (before === null) expect(page.entries.at(-1)?.fields.notes).toEqual({ from: null, to: made.data.notes });
      }
      expect(found.length).toBeGreaterThan(4);
      expect(found.flat()).toEqual([made, ...edits].map(({ changeId }) => changeId).reverse());
    });

    it('of a trail read no more than they return, however often a record was edited', async () => {
      const storage = open();
      let bytesRead = 0;
      const measuring: Database = {
        ...storage,
        transaction: (scope, work) =>
          storage.transaction(scope, (tx) =>
            work({
              ...tx,
              async all(sql, parameters) {
                const rows = await tx.all(sql, parameters);
                bytesRead += Buffer.byteLength(JSON.stringify(rows));
                return rows as never;
              },
            }),
          ),
      };
      const { service, writer } = await join(measuring);
      const { made } = await editOften(writer, 40);
      const of = { table: 'clients', recordId: made.recordId };
      const [newest] = (await service.activity(writer.session, { ...of, limit: 1 })).entries;
      bytesRead = 0;
      await service.activity(writer.session, { ...of, limit: 1 });
      expect(bytesRead).toBeLessThan(2 * Buffer.byteLength(JSON.stringify(newest)));
      bytesRead = 0;
      const first = await service.activity(writer.session, { ...of, limit: 1, before: (made.seq ?? 0) + 1 });
      expect(first.entries.map(({ fields }) => fields.notes?.to)).toEqual([made.data.notes]);
      expect(bytesRead).toBeLessThan(5 * MAX_PAGE_BYTES);
    });

    it('contain a record once, however many acks refer to it', async () => {
      const { writer } = await join();
      const made = large();
      const edits = Array.from({ length: 20 }, (_, index) =>
        update('clients', made.recordId, { city: `City ${index}` }, { base: { city: null }, baseVersion: 0 }),
      );
      const pushed = await writer.round({ changes: [made, ...edits] });
      const named = await writer.round({ unanswered: edits.map(({ changeId }) => changeId) });
      for (const { acks, feed } of [pushed, named]) {
        expect(acks.map(({ record }) => record?.data.city)).toEqual(['City 19', ...Array(acks.length - 1)]);
        expect(feed).toEqual([]);
      }
    });

    it('contain in the feed what did not fit beside the acks', async () => {
      const { writer, reader } = await join();
      const changes = Array.from({ length: 8 }, large);
      const answer = await writer.round({ changes });
      expect(answer.acks.map(({ record }) => record !== undefined)).toEqual(changes.map((_, index) => index < 3));
      expect(answer.more).toBe(true);
      const reported = answer.acks.flatMap(({ record }) => record ?? []);
      const rest = [...answer.feed, ...(await writer.pull())];
      expect(new Set([...reported, ...rest].map(({ recordId }) => recordId))).toEqual(
        new Set(changes.map(({ recordId }) => recordId)),
      );
      // What a desk has seen is not brought again.
      const again = await writer.round({ unanswered: changes.map(({ changeId }) => changeId) });
      expect([again.acks.length, again.feed, again.more]).toEqual([8, [], false]);
      expect(again.digest).toEqual((await reader.round({ cursor: again.cursor })).digest);
    });
  });
}
