import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ServerRecord, SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { aDesk } from '../../support/desk.ts';
import { type FirmServer, seedRecords, startFirmServer } from '../../support/firm-server.ts';
import { alterRounds, createTamperingFetch, type Interference } from '../../support/tampering.ts';

const UNKNOWN_ID = '00000000-0000-7000-8000-00000000beef';

let server: FirmServer;
let count = 0;

beforeAll(async () => {
  server = await startFirmServer();
  await server.write(seedRecords(20));
});
afterAll(() => server.dispose());

/** A desk with an edit to send and somebody else's to receive. */
async function aBusyDesk() {
  count += 1;
  const network = createTamperingFetch();
  const desk = await aDesk('ana', { server, fetch: network.fetch });
  onTestFinished(() => desk.dispose());
  await desk.syncWell();
  await server.write([{ table: 'clients', recordId: `theirs-${count}`, data: { name: 'Theirs' } }]);
  desk.save('clients', 'insert', `mine-${count}`, { name: 'Mine' });
  desk.save('clients', 'update', 'c-000001', { city: `Kiel ${count}` });
  return { ...desk, network, mine: `mine-${count}`, theirs: `theirs-${count}` };
}

const record = (answer: SyncResponse, more: Partial<ServerRecord>): SyncResponse => ({
  ...answer,
  feed: answer.feed.map((each) => ({ ...each, ...more })),
});

type Alteration = (answer: SyncResponse, request: SyncRequest) => unknown;

const alterations: [string, Alteration][] = [
  ['of another type', () => 42],
  ['that is null', () => null],
  ['that is an empty text', () => ''],
  ['that is cut off', (answer) => JSON.stringify(answer).slice(0, -20)],
  ['without acks', ({ acks: _acks, ...rest }) => rest],
  ['with an ack too few', (answer) => ({ ...answer, acks: answer.acks.slice(1) })],
  ['with no ack at all', (answer) => ({ ...answer, acks: [] })],
  ['with every ack twice', (answer) => ({ ...answer, acks: [...answer.acks, ...answer.acks] })],
  [
    'with an ack for a change never sent',
    (answer) => ({ ...answer, acks: [...answer.acks, { changeId: UNKNOWN_ID, outcome: 'applied', version: 1 }] }),
  ],
  [
    'with acks of each other’s records',
    (answer) => ({
      ...answer,
      acks: answer.acks.map((ack, index, all) => ({ ...ack, record: all.at(index - 1)?.record })),
    }),
  ],
  ['with a cursor that goes back', (answer) => ({ ...answer, cursor: 0, feed: [] })],
  ['with a cursor that is text', (answer) => ({ ...answer, cursor: String(answer.cursor) })],
  ['with a cursor beyond all numbers', (answer) => ({ ...answer, cursor: 1e300 })],
  ['with a feed from before', (answer) => record(answer, { version: 1 })],
  ['with a feed from the future', (answer) => record(answer, { version: answer.cursor + 1000 })],
  ['with a negative version', (answer) => record(answer, { version: -5 })],
  ['with a record that is a list', (answer) => ({ ...answer, feed: [[]] })],
  ['with data that is text', (answer) => ({ ...answer, feed: answer.feed.map((each) => ({ ...each, data: 'x' })) })],
  [
    'with keys of the prototype',
    (answer) =>
      JSON.stringify(answer).replaceAll(
        '"data":{',
        '"data":{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}},',
      ),
  ],
  ['with a field name of 100 letters', (answer) => record(answer, { data: { ['x'.repeat(100)]: 1 } })],
  ['of another epoch', (answer) => ({ ...answer, epoch: 'another' })],
  ['that resets to where it is', (answer) => ({ ...answer, reset: 'epoch', acks: [], feed: [] })],
  ['that resets and feeds', (answer) => ({ ...answer, reset: 'epoch', epoch: 'another' })],
  ['without a digest at its end', ({ digest: _digest, ...rest }) => rest],
  ['with a digest of words', (answer) => ({ ...answer, digest: { clients: 'words' } })],
  ['that promises more for ever', (answer) => ({ ...answer, more: true, cursor: 0, feed: [], digest: undefined })],
  ['to another round', (answer) => ({ ...answer, round: answer.round + 1 })],
  ['of 50 MB', (answer) => JSON.stringify({ ...answer, padding: 'x'.repeat(50 * 1024 * 1024) })],
  ['nested a hundred thousand deep', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
];

describe('a hostile answer', () => {
  it.each(alterations)(
    '%s fails the run by code, changes nothing, and the next run continues',
    async (_case, alter) => {
      const desk = await aBusyDesk();
      const before = desk.dump();
      desk.network.interfere(alterRounds(alter));
      const { error } = await desk.sync();
      expect(error?.code).toMatch(/^(sync\.badAnswer|sync\.wrongServer|sync\.staleRound)$/);
      expect(desk.dump()).toEqual(before);
      desk.expectFold();
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();

      desk.network.interfere(null);
      await desk.syncWell();
      expect(desk.visible('clients', desk.theirs)).toBeDefined();
      expect(desk.desk.status().display.kind).toBe('upToDate');
      const witness = await aDesk('ben', { server });
      onTestFinished(() => witness.dispose());
      await witness.syncWell();
      expect(witness.visible('clients', desk.mine)).toBeDefined();
      expect(desk.shadows()).toEqual(witness.shadows());
    },
  );

  it('with an unknown outcome sets aside the change it concerns, and nothing else', async () => {
    const desk = await aBusyDesk();
    desk.network.interfere(
      alterRounds((answer) => ({ ...answer, acks: answer.acks.map((ack) => ({ ...ack, outcome: 'great' })) })),
    );
    expect(await desk.sync()).toMatchObject({ error: null, parked: 2 });
    expect(desk.visible('clients', desk.theirs)).toBeDefined();
    expect(desk.visible('clients', desk.mine)).toBeDefined();
    desk.expectFold();
    desk.network.interfere(null);
    for (const { changeId } of await desk.operations.getPendingChanges({ limit: 10 }))
      await desk.operations.retryChange(changeId);
    await desk.syncWell();
    expect(desk.desk.status().display.kind).not.toBe('syncFailing');
  });

  it('with an unknown table is accepted without it', async () => {
    const desk = await aBusyDesk();
    const unknownChange = { table: 'sync_queue', recordId: 'x', deleted: false, data: {}, stamps: {}, by: '', at: 0 };
    desk.network.interfere(
      alterRounds((answer) => ({ ...answer, feed: [...answer.feed, { ...unknownChange, version: answer.cursor }] })),
    );
    await desk.sync();
    desk.network.interfere(null);
    await desk.syncWell();
    expect(desk.visible('clients', desk.theirs)).toBeDefined();
    desk.expectFold();
  });

  it('with an invented record is repaired by the digest', async () => {
    const desk = await aBusyDesk();
    desk.network.interfere(
      alterRounds((answer) =>
        record(answer, { version: answer.cursor, data: { name: 'Never so' }, recordId: 'ghost' }),
      ),
    );
    await desk.sync();
    desk.network.interfere(null);
    await desk.syncWell();
    expect(desk.visible('clients', 'ghost')).toBeUndefined();
    expect(desk.visible('clients', desk.theirs)).toBeDefined();
    desk.expectFold();
  });
});

describe('a server with another epoch in each answer', () => {
  it('ends the run instead of starting over forever', async () => {
    const desk = await aBusyDesk();
    let epochs = 0;
    const restless: Interference = async ({ pathname }, pass) => {
      const response = await pass();
      if (pathname !== '/v1/sync') return response;
      epochs += 1;
      const answer = (await response.json()) as SyncResponse;
      const reset = { ...answer, reset: 'epoch', epoch: `e-${epochs}`, acks: [], feed: [] };
      return new Response(JSON.stringify(reset), { headers: { 'content-type': 'application/json' } });
    };
    desk.network.interfere(restless);
    expect((await desk.sync()).error?.code).toMatch(/^sync\./);
    desk.expectFold();
    desk.network.interfere(null);
    await desk.syncWell();
    expect(desk.visible('clients', desk.mine)).toBeDefined();
    expect(desk.visible('clients', desk.theirs)).toBeDefined();
    desk.expectFold();
  });
});

describe('a hostile snapshot', () => {
  const alterPages =
    (alter: (page: Record<string, unknown> & { records: ServerRecord[] }) => unknown): Interference =>
    async ({ pathname }, pass) => {
      const response = await pass();
      if (pathname !== '/v1/snapshot') return response;
      return new Response(JSON.stringify(alter(await response.json())), {
        headers: { 'content-type': 'application/json' },
      });
    };

  it.each<[string, Interference]>([
    [
      'of another table',
      alterPages((page) => ({ ...page, records: page.records.map((each) => ({ ...each, table: 'tasks' })) })),
    ],
    [
      'out of order',
      alterPages((page) => ({ ...page, records: page.records.length > 1 ? page.records.toReversed() : [{}] })),
    ],
    ['that goes on for ever', alterPages((page) => ({ ...page, records: [], next: 'a' }))],
    ['of another epoch', alterPages((page) => ({ ...page, epoch: 'another' }))],
    ['that is no page', alterPages(() => ({ html: true }))],
  ])('%s fails the run by code, and the next run continues', async (_case, interference) => {
    const network = createTamperingFetch();
    const desk = await aDesk('ana', { server, fetch: network.fetch });
    onTestFinished(() => desk.dispose());
    network.interfere(interference);
    const run = desk.sync();
    expect((await run).error?.code).toMatch(/^sync\./);
    desk.expectFold();
    network.interfere(null);
    await desk.syncWell();
    expect(desk.operations.countRecords()).toMatchObject({ clients: expect.any(Number) });
    expect(desk.desk.status().display.kind).toBe('upToDate');
    desk.expectFold();
  });
});
