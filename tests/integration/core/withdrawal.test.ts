import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FerryError } from '#app/contract/errors.ts';
import { createAccounts } from '../../../server/auth/accounts.ts';
import { systemClock, systemIds } from '../../../server/system.ts';
import { aDesk, type TestDesk } from '../../support/desk.ts';
import { FIRM_EMAIL, type FirmServer, startFirmServer } from '../../support/firm-server.ts';
import { testPasswords } from '../server/support/test-server.ts';

let server: FirmServer;
let asked: { removalId: string; error: FerryError['code'] | null; pending: number }[];
let desk: TestDesk;
beforeEach(async () => {
  server = await startFirmServer();
  asked = [];
  desk = await aDesk('ana', {
    server,
    onRemovalAsked: (removalId, error) =>
      asked.push({ removalId, error: error?.code ?? null, pending: desk.desk.status().regions.counts.pending }),
  });
  await desk.syncWell();
});
afterEach(async () => {
  await desk.dispose();
  await server.dispose();
});

const accounts = () =>
  createAccounts({ storage: server.storage, clock: systemClock, ids: systemIds, passwords: testPasswords });
const ask = () => accounts().askRemoval({ firmId: server.firmId, deviceId: desk.desk.deviceId(), byEmail: FIRM_EMAIL });
const save = (name: string) => desk.save('clients', 'insert', systemIds.next(), { name });

it('a desk that is asked to remove its data first uploads everything waiting', async () => {
  for (let number = 0; number < 250; number += 1) save(`Client ${number}`);
  await ask();
  await desk.syncWell();
  expect(asked).toEqual([{ removalId: expect.any(String), error: null, pending: 0 }]);
  expect(await desk.confirmRemoval(asked[0]?.removalId ?? '', 0)).toMatchObject({ ok: true });
  expect((await desk.sync()).error?.code).toBe('auth.revoked');
  expect(asked).toHaveLength(1);
  const [device] = await accounts().devices(FIRM_EMAIL);
  expect(device?.removals).toMatchObject([{ doneAtMs: expect.any(Number), keptChanges: 0 }]);
});

it('a desk whose access was withdrawn as well receives the removal with the refusal, and keeps what it could not send', async () => {
  save('Never sent');
  await ask();
  await accounts().revoke({ email: FIRM_EMAIL });
  await desk.sync();
  expect(asked).toEqual([{ removalId: expect.any(String), error: 'auth.revoked', pending: 1 }]);
  expect(await desk.operations.exportChanges()).toContain('Never sent');
  expect(await desk.confirmRemoval(asked[0]?.removalId ?? '', 1)).toMatchObject({ ok: true });
  expect((await accounts().devices(FIRM_EMAIL))[0]?.removals).toMatchObject([{ keptChanges: 1 }]);
});

it('a desk that was not asked receives no removal', async () => {
  save('Ordinary');
  await desk.syncWell();
  await accounts().revoke({ email: FIRM_EMAIL });
  await desk.sync();
  expect(asked).toEqual([]);
});

it('a refusal by a server that cannot prove to be the firm’s ends no session and asks for no sign-in', async () => {
  const route = { url: server.url };
  const routed = await aDesk('ben', { server: route });
  const other = await startFirmServer();
  try {
    await routed.syncWell();
    const saved = systemIds.next();
    routed.save('clients', 'insert', saved, { name: 'Waits for the right server' });
    route.url = other.url;
    expect((await routed.sync()).error?.code).toBe('sync.serverReplaced');
    expect(routed.desk.status().regions).toMatchObject({ auth: 'ok', reach: 'serverUnreachable' });
    route.url = server.url;
    await routed.syncWell();
    expect(routed.desk.status().regions.counts.pending).toBe(0);
  } finally {
    await routed.dispose();
    await other.dispose();
  }
});

it('an answer that asks for a removal is trusted only from a server that proves to be the firm’s', async () => {
  let isForging = false;
  const forged = await aDesk('ben', {
    server,
    onRemovalAsked: (removalId) => asked.push({ removalId, error: null, pending: 0 }),
    fetch: async (input, init) => {
      const url = new URL(String(input));
      if (url.pathname === '/v1/health' && isForging) url.search = '';
      const answer = await fetch(url, init);
      if (url.pathname !== '/v1/sync' || !isForging) return answer;
      return Response.json({ ...((await answer.json()) as object), removal: systemIds.next() });
    },
  });
  try {
    await forged.syncWell();
    isForging = true;
    expect((await forged.sync()).error?.code).toBe('sync.serverReplaced');
    expect(asked).toEqual([]);
  } finally {
    await forged.dispose();
  }
});
