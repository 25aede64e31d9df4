import { describe, expect, it } from 'vitest';
import { ok } from '#app/contract/errors.ts';
import type { RecordsChanged } from '#app/contract/events.ts';
import type { ServerRecord } from '#app/contract/protocol.ts';
import { addToDigest, digestHex, recordHash } from '#app/rules/digest.ts';
import { createRepair } from '#app/sync/run/repair-range.ts';
import { createSlices, SLICE_MS } from '#app/sync/run/time-slices.ts';
import { aLoneDesk } from '../../../support/lone-desk.ts';
import { feedRecord } from '../../../support/rounds.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { aWorkbench } from '../../../support/workbench.ts';

/**
 * A clock on which every look at it takes a millisecond, as work between two looks would. How long main is held up is then
 * how many records change between two turns of the loop, whatever the machine. A table is announced as a whole when too
 * many of its records change at once, and once its search index is complete, which `indexedTables` do.
 */
function aClockThatCounts({ indexedTables = 0 } = {}) {
  const time = createVirtualClock();
  let spentMs = 0;
  let sinceTurn = 0;
  let indexed = 0;
  const counted = { turns: 0, mostRecords: 0 };
  return {
    counted,
    clock: { ...time, monotonicMs: () => time.monotonicMs() + spentMs++ },
    yieldToLoop: async (): Promise<void> => {
      counted.turns += 1;
      sinceTurn = 0;
    },
    note(changes: readonly RecordsChanged[]): void {
      for (const { ids } of changes) {
        if (ids === null && indexed < indexedTables) indexed += 1;
        else sinceTurn += ids?.length ?? RECORDS;
      }
      counted.mostRecords = Math.max(counted.mostRecords, sinceTurn);
    },
  };
}

const RECORDS = 10_000;
function someRecords(count: number): ServerRecord[] {
  return Array.from({ length: count }, (_, index) => feedRecord(1, `c-${String(index).padStart(6, '0')}`));
}

const sumOf = (records: readonly { recordId: string; version: number }[]) =>
  digestHex(records.reduce((sum, { recordId, version }) => addToDigest(sum, recordHash(recordId, version)), 0n));

describe('main is never blocked for longer than a slice', () => {
  it('by a first fill of ten thousand records', async () => {
    const { clock, counted, yieldToLoop, note } = aClockThatCounts({ indexedTables: 1 });
    const { desk, server } = aLoneDesk({ clock, yieldToLoop });
    const records = someRecords(RECORDS);
    server.snapshot = async ({ table, after, limit = 100 }) => {
      const rest = table === 'clients' ? records.filter(({ recordId }) => recordId > (after ?? '')) : [];
      const page = rest.slice(0, limit);
      const next = rest.length > limit ? (page.at(-1)?.recordId ?? null) : null;
      return ok({ epoch: 'e-1', asOf: 1, records: page, next, total: rest.length });
    };
    const { sync } = server;
    server.sync = async (request) => {
      const answer = await sync(request);
      return answer.ok
        ? ok({ ...answer.value, ...(answer.value.digest ? { digest: { clients: sumOf(records) } } : {}) })
        : answer;
    };
    desk.signedIn();
    desk.onRecords(note);
    expect(await desk.operations.syncToServer()).toMatchObject({ error: null });
    expect((await desk.operations.countRecords()).clients).toBe(RECORDS);
    expect(
      (await desk.operations.listRecords('clients', { filters: [], search: 'c-009999', sort: null }, { limit: 1 }))
        .total,
    ).toBe(1);
    expect(counted.mostRecords).toBeLessThanOrEqual(SLICE_MS);
  });

  it('by one page of a feed with as many', async () => {
    const { clock, counted, yieldToLoop, note } = aClockThatCounts();
    const { desk, server, accept } = aLoneDesk({ clock, yieldToLoop });
    desk.signedIn();
    await desk.operations.syncToServer();
    const feed = someRecords(RECORDS).map((record, index) => ({ ...record, version: index + 1 }));
    server.sync = async (request) => {
      const answer = await accept(request);
      return answer.ok ? ok({ ...answer.value, feed, cursor: RECORDS, digest: { clients: sumOf(feed) } }) : answer;
    };
    desk.onRecords(note);
    expect(await desk.operations.syncToServer()).toMatchObject({ error: null, pulledCount: RECORDS });
    expect(counted.mostRecords).toBeLessThanOrEqual(SLICE_MS);
  });

  it('by the refolding of an outbox of three thousand after a reset', async () => {
    const { clock, counted, yieldToLoop, note } = aClockThatCounts();
    const { desk, server, accept, save } = aLoneDesk({ clock, yieldToLoop });
    desk.signedIn();
    await desk.operations.syncToServer();
    for (let index = 0; index < 3_000; index += 1) await save('insert', `c-${index}`, { name: 'x' });
    desk.onRecords(note);
    let isReset = false;
    server.sync = async (request) => {
      const answer = await accept(request);
      if (!answer.ok || isReset) return answer;
      isReset = true;
      return ok({ ...answer.value, acks: [], reset: 'horizon', digest: undefined });
    };
    server.snapshot = async () => {
      throw new Error('Only the reset is looked at.');
    };
    await desk.operations.syncToServer();
    expect(counted.mostRecords).toBeLessThanOrEqual(20 * SLICE_MS);
  });

  it('by a repair of ten thousand records', async () => {
    const { clock, counted, yieldToLoop } = aClockThatCounts();
    const { store } = aWorkbench();
    const records = someRecords(RECORDS);
    store.transaction(() => {
      for (const record of records.slice(5)) store.cache.moveShadow(record);
    });
    const inSlices = createSlices({ store, clock, yieldToLoop });
    const within = ({ after = '', through = '~' }) =>
      records.filter(({ recordId }) => recordId > after && recordId <= through);
    const { repair } = createRepair({
      store,
      inSlices,
      snapshot: async (query) => ({ epoch: 'e', asOf: 1, records: within(query), next: null }),
      digest: async ({ after, through }) => {
        const all = within({ ...(after ? { after } : {}), ...(through ? { through } : {}) });
        const size = Math.max(1, Math.ceil(all.length / 16));
        const parts = Array.from({ length: Math.ceil(all.length / size) }, (_, part) =>
          all.slice(part * size, (part + 1) * size),
        );
        const ranges = parts.map((part, index) => ({
          after: index === 0 ? (after ?? null) : (parts[index - 1]?.at(-1)?.recordId ?? null),
          through: index === parts.length - 1 ? (through ?? null) : (part.at(-1)?.recordId ?? null),
          count: part.length,
          digest: sumOf(part),
        }));
        return { epoch: 'e', seq: 1, ranges };
      },
    });
    expect(await repair('clients')).toMatchObject({ records: 5 });
    expect(store.digests.current().clients).toBe(sumOf(records));
    // Rows of an index are gone through in handfuls.
    expect(counted.turns).toBeGreaterThan(RECORDS / 50 / SLICE_MS);
  });
});
