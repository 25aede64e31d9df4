import { describe, expect, it, onTestFinished } from 'vitest';
import { prune } from '../../../server/maintenance/prune.ts';
import { yieldToLoop } from '../../../server/system.ts';
import { aDesk } from '../../support/desk.ts';
import { aServerForEachTest, type SyncedDesk } from '../../support/desk-and-server.ts';
import { seedRecords } from '../../support/firm-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { alterRounds, createTamperingFetch, type Interference, refuseRounds } from '../../support/tampering.ts';

const { server, aSyncedDesk } = aServerForEachTest();

async function repairsOf(desk: Pick<SyncedDesk, 'operations'>) {
  return (await desk.operations.getHistory({ limit: 50 })).filter(({ reason }) => reason === 'repair');
}

async function expectSameAs(desk: Pick<SyncedDesk, 'shadows'>) {
  const witness = await aSyncedDesk('witness');
  expect(desk.shadows()).toEqual(witness.shadows());
}

describe('a cursor beyond the server’s sequence', () => {
  it('after one hostile answer costs a new snapshot, and nothing that was saved', async () => {
    const desk = await aSyncedDesk();
    desk.network.interfere(alterRounds((answer) => ({ ...answer, feed: [], cursor: 900_000_000 })));
    await desk.sync();
    desk.network.interfere(null);
    await server().write([{ table: 'clients', recordId: 'theirs', data: { name: 'Theirs' } }]);
    desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    await desk.syncWell();
    expect(desk.visible('clients', 'theirs')).toBeDefined();
    expect(desk.desk.status().display.kind).toBe('upToDate');
    desk.expectFold();
    await expectSameAs(desk);
  });

  it('after a hostile snapshot as well', async () => {
    const network = createTamperingFetch();
    const desk = await aDesk('ana', { server: server(), fetch: network.fetch });
    onTestFinished(() => desk.dispose());
    const fromTheFuture: Interference = async ({ pathname }, pass) => {
      const response = await pass();
      if (pathname !== '/v1/snapshot') return response;
      const page = { ...((await response.json()) as object), asOf: 9_000_000 };
      return new Response(JSON.stringify(page), { headers: { 'content-type': 'application/json' } });
    };
    network.interfere(fromTheFuture);
    await desk.sync();
    network.interfere(null);
    await desk.syncWell();
    expect(desk.desk.status().display.kind).toBe('upToDate');
    await expectSameAs(desk);
  });

  it('is no reason to start again if the server refuses rounds for another reason', async () => {
    const desk = await aSyncedDesk();
    const before = desk.shadows();
    desk.network.calls.length = 0;
    desk.network.interfere(refuseRounds(400, 'request.invalid'));
    expect((await desk.sync()).error?.code).toBe('request.invalid');
    expect(desk.network.calls.map(({ pathname }) => pathname)).not.toContain('/v1/snapshot');
    expect(desk.shadows()).toEqual(before);
  });
});

describe('a value of an unknown kind', () => {
  it.each([
    ['engagements', 'fee', 'much'],
    ['engagements', 'fee', 1.5],
    ['tasks', 'minutesSpent', { a: 1 }],
    ['tasks', 'minutesSpent', 1e300],
    ['clients', 'name', ['Nordwind']],
    ['clients', 'tags', 'vip'],
  ] as const)('(%s.%s = %j) is left out, and everything else arrives', async (table, field, value) => {
    const desk = await aSyncedDesk();
    const initial = { clients: 'c-1', engagements: 'e-1', tasks: 't-1' } as const;
    await server().write([{ table, recordId: initial[table], data: { tags: ['new'] } }], 'update');
    await server().write([{ table: 'clients', recordId: 'after', data: { name: 'After' } }]);
    desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    desk.network.interfere(
      alterRounds((answer) => ({
        ...answer,
        feed: answer.feed.map((each) =>
          each.recordId === initial[table] ? { ...each, data: { ...each.data, [field]: value } } : each,
        ),
        acks: answer.acks.map((ack) =>
          ack.record?.recordId === initial[table]
            ? { ...ack, record: { ...ack.record, data: { ...ack.record.data, [field]: value } } }
            : ack,
        ),
      })),
    );
    expect(await desk.sync()).toMatchObject({ error: null });
    expect(desk.visible('clients', 'after')).toBeDefined();
    expect(desk.visible(table, initial[table])?.[field]).not.toEqual(value);
    expect(desk.desk.status().display.kind).toBe('upToDate');
    desk.expectFold();
    desk.network.interfere(null);
    desk.save('clients', 'update', 'c-1', { phone: '1' });
    await desk.syncWell();
  });

  it('is shown in the history', async () => {
    const desk = await aSyncedDesk();
    await server().write([{ table: 'engagements', recordId: 'e-1', data: { fee: 5 } }], 'update');
    desk.network.interfere(
      alterRounds((answer) => ({
        ...answer,
        feed: answer.feed.map((each) => ({ ...each, data: { ...each.data, fee: 'much' } })),
      })),
    );
    await desk.syncWell();
    const [, found] = await desk.operations.getHistory({ limit: 2 });
    expect(found).toMatchObject({
      reason: 'unreadable',
      details: { records: [{ table: 'engagements', recordId: 'e-1', fields: ['fee'] }] },
    });
  });
});

describe('runs that fail though the server is reachable', () => {
  it.each([
    ['request.invalid', refuseRounds(400, 'request.invalid')],
    ['sync.badAnswer', alterRounds((answer) => ({ ...answer, cursor: 'x' }))],
  ])('with %s are shown as failed until they succeed', async (_code, interference) => {
    const desk = await aSyncedDesk();
    desk.network.interfere(interference);
    await desk.sync();
    expect(desk.desk.status().display).toEqual({ kind: 'syncFailing', pending: 0 });
    desk.network.interfere(null);
    await desk.syncWell();
    expect(desk.desk.status().display.kind).toBe('upToDate');
  });
});

describe('more data than can be read at once', () => {
  it('arrives in smaller pages of the feed', async () => {
    const desk = await aSyncedDesk();
    await server().write(seedRecords(340, 'clients', { notes: 'n'.repeat(100_000) }));
    await desk.syncWell();
    expect(await desk.operations.countRecords()).toMatchObject({ clients: 341 });
  });

  it('arrives in smaller pages of the first fill', async () => {
    await server().write(seedRecords(340, 'clients', { notes: 'n'.repeat(100_000) }));
    const desk = await aSyncedDesk();
    expect(await desk.operations.countRecords()).toMatchObject({ clients: 341 });
  });
});

describe('tombstones that the server removed', () => {
  it('are removed here too, without a repair', async () => {
    const desk = await aSyncedDesk();
    const other = await aSyncedDesk('ben');
    await server().write(seedRecords(50));
    await desk.syncWell();
    for (let index = 0; index < 5; index += 1) desk.save('clients', 'delete', `c-00000${index}`);
    await desk.syncWell();
    await other.syncWell();
    const clock = { nowMs: () => Date.now() + 60_000 };
    const pruned = await prune(
      { storage: server().storage, clock, log: quietLog, yieldToLoop },
      { ackDays: 90, activityDays: 1095, tombstoneDays: 0 },
    );
    expect(pruned).toMatchObject({ tombstones: 5 });
    for (const each of [desk, other]) {
      await each.syncWell();
      expect(await repairsOf(each)).toEqual([]);
      expect(each.desk.status().display.kind).toBe('upToDate');
      each.expectFold();
    }
    await expectSameAs(desk);
  });
});
