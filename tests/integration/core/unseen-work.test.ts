import { expect, it, onTestFinished } from 'vitest';
import type { RecordData } from '#app/schema/index.ts';
import type { Transport } from '#app/transport/transport.ts';
import { aDesk, type TestDesk } from '../../support/desk.ts';
import { type FirmServer, startFirmServer } from '../../support/firm-server.ts';
import { createNetwork, type Network } from '../../support/network.ts';

interface Scene {
  server: FirmServer;
  network: Network;
  ana: TestDesk;
  ben: TestDesk;
}

/** Ana and Ben have the same client and task; Ana's way to the server can be disturbed. */
async function aScene(task: RecordData = {}, wrap?: (transport: Transport) => Transport): Promise<Scene> {
  const server = await startFirmServer();
  const network = await createNetwork(server.url);
  await server.write([
    { table: 'clients', recordId: 'c-1', data: { name: 'Nordwind', notes: 'one\ntwo\nthree' } },
    { table: 'engagements', recordId: 'e-1', data: { title: 'Audit', clientId: 'c-1' } },
    { table: 'tasks', recordId: 't-1', data: { title: 'Count', engagementId: 'e-1', ...task } },
  ]);
  const ana = await aDesk('ana', { server: network, ...(wrap ? { wrap } : {}) });
  const ben = await aDesk('ben', { server });
  onTestFinished(async () => {
    await ana.dispose();
    await ben.dispose();
    await network.dispose();
    await server.dispose();
  });
  await ana.syncWell();
  await ben.syncWell();
  return { server, network, ana, ben };
}

const openConflicts = async (...desks: TestDesk[]) =>
  (await Promise.all(desks.map((desk) => desk.operations.listConflicts({ isOpen: true })))).flat();

const BENS_LINE = 'Tax office called, deadline is Friday';

it.each<[string, (scene: Scene) => Promise<void>]>([
  ['no second edit', async () => undefined],
  [
    'a second edit while the upload is under way',
    async ({ ana, network }) => {
      const letGo = network.holdUp('/v1/sync', 0);
      const run = ana.sync();
      await expect
        .poll(() => ana.connection.prepare("SELECT 1 FROM sync_queue WHERE state = 'sent'").all().length > 0)
        .toBe(true);
      await typeOn(ana);
      letGo();
      await run;
    },
  ],
  [
    'a second edit after an answer that was lost',
    async ({ ana, network }) => {
      network.loseNextAnswer('/v1/sync');
      await ana.sync();
      await typeOn(ana);
    },
  ],
  [
    'a second edit with 150 other changes in between, all offline',
    async ({ ana }) => {
      for (let index = 0; index < 150; index += 1)
        await ana.save('clients', 'insert', `x-${index}`, { name: `Client ${index}` });
      await typeOn(ana);
    },
  ],
])('a colleague’s line in the notes is kept: %s', async (_case, between) => {
  const scene = await aScene();
  const { ana, ben } = scene;
  await ben.save('clients', 'update', 'c-1', { notes: `one\ntwo\nthree\n${BENS_LINE}` });
  await ben.syncWell();
  await ana.save('clients', 'update', 'c-1', { notes: 'Met the owner\none\ntwo\nthree' });
  await between(scene);
  await ana.syncWell();
  await ben.syncWell();
  const [anas, bens] = [ana, ben].map((desk) => desk.visible('clients', 'c-1')?.notes);
  expect(anas).toBe(bens);
  expect(String(bens).split('\n')).toContain(BENS_LINE);
  expect(String(bens)).toContain('Met the owner');
  expect(await openConflicts(ana, ben)).toEqual([]);
  ana.expectFold();
  ben.expectFold();
});

function typeOn(desk: TestDesk) {
  return desk.save('clients', 'update', 'c-1', { notes: 'Met the owner, signed\none\ntwo\nthree' });
}

it.each<[string, RecordData, RecordData, RecordData | null]>([
  ['nothing of her own', { minutesSpent: 10 }, { minutesSpent: 130 }, null],
  ['hours of her own', { minutesSpent: 10 }, { minutesSpent: 130 }, { minutesSpent: 15 }],
  ['a tag of her own', { tags: ['a'] }, { tags: ['a', 'urgent'] }, { tags: ['a', 'b'] }],
  ['a line of her own', { notes: 'one\ntwo' }, { notes: 'one\ntwo\nBen' }, { notes: 'Ana\none\ntwo' }],
  ['a title of her own', { title: 'Count' }, { title: 'Count again' }, { title: 'Count twice' }],
])('a task is not deleted over a colleague’s unseen work, after %s', async (_case, base, bens, anas) => {
  const { ana, ben, network } = await aScene(base);
  await ben.save('tasks', 'update', 't-1', bens);
  await ben.syncWell();
  if (anas) {
    await ana.save('tasks', 'update', 't-1', anas);
    network.loseNextAnswer('/v1/sync');
    await ana.sync();
  }
  await ana.save('tasks', 'delete', 't-1');
  await ana.syncWell();
  await ben.syncWell();
  expect(ana.visible('tasks', 't-1')).toEqual(ben.visible('tasks', 't-1'));
  expect(ben.visible('tasks', 't-1')).toBeDefined();
  const deletions = (await openConflicts(ana)).filter(({ fields }) => fields.some(({ field }) => field === '*'));
  expect(deletions).toHaveLength(1);
});

it('a deletion of only her own work raises no question, also after a lost answer', async () => {
  const { ana, ben, network } = await aScene({ minutesSpent: 10 });
  await ana.save('tasks', 'update', 't-1', { minutesSpent: 15 });
  network.loseNextAnswer('/v1/sync');
  await ana.sync();
  await ana.save('tasks', 'delete', 't-1');
  await ana.syncWell();
  await ben.syncWell();
  expect(ben.visible('tasks', 't-1')).toBeUndefined();
  expect(await openConflicts(ana, ben)).toEqual([]);
});

/** As a desk of a version before `over`: it reads nothing of it. */
function withoutOver(transport: Transport): Transport {
  return {
    ...transport,
    subscribe: () => () => undefined,
    async sync(request, options) {
      const answer = await transport.sync(request, options);
      return JSON.parse(JSON.stringify(answer).replaceAll(/,"over":\d+/g, '')) as typeof answer;
    },
  };
}

it('a desk that does not know which writes were replaced deletes no line either: the server decides', async () => {
  const { ana, ben, network } = await aScene({}, withoutOver);
  await ben.save('clients', 'update', 'c-1', { notes: `one\ntwo\nthree\n${BENS_LINE}` });
  await ben.syncWell();
  await ana.save('clients', 'update', 'c-1', { notes: 'Met the owner\none\ntwo\nthree' });
  network.loseNextAnswer('/v1/sync');
  await ana.sync();
  await typeOn(ana);
  await ana.syncWell();
  await ben.syncWell();
  expect(ana.visible('clients', 'c-1')).toEqual(ben.visible('clients', 'c-1'));
  expect(String(ben.visible('clients', 'c-1')?.notes)).toContain(BENS_LINE);
  expect(String(ben.visible('clients', 'c-1')?.notes)).toContain('Met the owner, signed');
  ana.expectFold();
});

/** Makes the server one of a version before `over`: it keeps none. Returns what updates it. */
async function makeOlder({ storage }: FirmServer): Promise<() => Promise<void>> {
  const strip = (
    event: string,
  ) => `CREATE TRIGGER older_${event} AFTER ${event} ON records WHEN instr(new.stamps, '"over"') > 0
    BEGIN
      UPDATE records SET stamps = (SELECT json_group_object(key, json_remove(value, '$.over')) FROM json_each(new.stamps))
      WHERE firm_id = new.firm_id AND table_name = new.table_name AND record_id = new.record_id;
    END;`;
  await storage.migrate((_tx, script) => script(strip('INSERT') + strip('UPDATE')));
  return () => storage.migrate((_tx, script) => script('DROP TRIGGER older_INSERT; DROP TRIGGER older_UPDATE;'));
}

it('current desks and a server that keeps no `over` converge, and lose nothing more once it is updated', async () => {
  const { server, ana, ben, network } = await aScene({}, withoutOver);
  const update = await makeOlder(server);
  const meet = async (bensLine: string): Promise<void> => {
    const before = String(ben.visible('clients', 'c-1')?.notes);
    await ben.save('clients', 'update', 'c-1', { notes: `${before}\n${bensLine}` });
    await ben.syncWell();
    await ana.save('clients', 'update', 'c-1', { notes: `Met the owner\n${ana.visible('clients', 'c-1')?.notes}` });
    network.loseNextAnswer('/v1/sync');
    await ana.sync();
    await typeOn(ana);
    await ana.syncWell();
    await ben.syncWell();
    await ana.syncWell();
    expect(ana.visible('clients', 'c-1')).toEqual(ben.visible('clients', 'c-1'));
    for (const desk of [ana, ben]) desk.expectFold();
  };
  await meet('lost by the older rule');
  expect(String(ben.visible('clients', 'c-1')?.notes)).not.toContain('lost by the older rule');
  await update();
  await meet(BENS_LINE);
  expect(String(ben.visible('clients', 'c-1')?.notes)).toContain(BENS_LINE);
});
