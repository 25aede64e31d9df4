import { describe, expect, it } from 'vitest';
import type { Change, SyncRequest } from '#app/contract/protocol.ts';
import { aServerForEachTest, type SyncedDesk } from '../../support/desk-and-server.ts';
import { loseAnswers, portal, readRound, refuseRounds } from '../../support/tampering.ts';

const { server, aSyncedDesk } = aServerForEachTest();

function insertMany(desk: SyncedDesk, count: number): void {
  for (let index = 0; index < count; index += 1) desk.save('clients', 'insert', `n-${index}`, { name: `New ${index}` });
}

const carries = (recordId: string) => (round: SyncRequest) =>
  round.changes.some((change: Change) => change.recordId === recordId);
const countsOf = (desk: SyncedDesk) => desk.desk.status().regions.counts;

describe('a lost answer', () => {
  it('does no harm, however often: nothing is applied twice, nothing is missing', async () => {
    const desk = await aSyncedDesk();
    const other = await aSyncedDesk('ben');
    desk.save('tasks', 'update', 't-1', { minutesSpent: 15 });
    desk.save('clients', 'insert', 'c-2', { name: 'Ost' });
    for (let count = 0; count < 5; count += 1) {
      desk.network.interfere(loseAnswers);
      expect((await desk.sync()).error?.code).toBe('network.failed');
      desk.network.interfere(null);
      desk.save('tasks', 'update', 't-1', { minutesSpent: 20 + count });
      desk.expectFold();
    }
    await desk.syncWell();
    await other.syncWell();
    expect(other.visible('tasks', 't-1')).toMatchObject({ minutesSpent: 24 });
    expect(other.visible('clients', 'c-2')).toBeDefined();
    expect(desk.shadows()).toEqual(other.shadows());
  });
});

describe('a server that refuses', () => {
  it.each([
    ['an ended session', 401, 'auth.expired', 'sessionExpired'],
    ['a withdrawn one', 401, 'auth.revoked', 'revoked'],
    ['an app that is too old', 426, 'client.updateRequired', 'updateRequired'],
  ])('%s pauses the outbox, and work continues', async (_case, status, code, shown) => {
    const desk = await aSyncedDesk();
    desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    desk.network.interfere(refuseRounds(status, code));
    expect((await desk.sync()).error?.code).toBe(code);
    expect(desk.desk.status().display).toMatchObject({ kind: shown, pending: 1 });
    desk.save('clients', 'update', 'c-1', { phone: '1' });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Kiel', phone: '1' });
    desk.expectFold();
  });

  it('an expired session continues after signing in again', async () => {
    const desk = await aSyncedDesk();
    desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    await server().revokeSessions();
    expect((await desk.sync()).error?.code).toMatch(/^auth\./);
    await desk.signIn();
    expect(await desk.syncWell()).toMatchObject({ syncedCount: 1 });
    expect(desk.desk.status().display.kind).toBe('upToDate');
  });

  it('a batch that is too large is sent in smaller ones', async () => {
    const desk = await aSyncedDesk();
    insertMany(desk, 40);
    desk.network.interfere(refuseRounds(413, 'request.tooLarge', { when: (round) => round.changes.length > 10 }));
    expect(await desk.syncWell()).toMatchObject({ syncedCount: 40, parked: 0 });
  });

  it('a single change that is too large is parked, and the rest is uploaded', async () => {
    const desk = await aSyncedDesk();
    insertMany(desk, 20);
    desk.network.interfere(refuseRounds(413, 'request.tooLarge', { when: carries('n-7') }));
    expect(await desk.syncWell()).toMatchObject({ syncedCount: 19, parked: 1 });
    expect(countsOf(desk)).toMatchObject({ pending: 0, parked: 1 });
  });

  it.each([
    [429, 'auth.throttled'],
    [503, 'server.unavailable'],
  ])('with %i is not called for as long as it asks', async (status, code) => {
    const desk = await aSyncedDesk();
    desk.network.interfere(refuseRounds(status, code, { headers: { 'retry-after': '90' } }));
    expect((await desk.sync()).error).toMatchObject({ code, details: { retryAfterMs: 90_000 } });
    const { run } = desk.desk.status().regions;
    expect(run).toMatchObject({ kind: 'backoff' });
    expect(run.kind === 'backoff' && run.until - Date.now()).toBeGreaterThan(60_000);
  });

  it('over one change with 500 has that one parked within three runs, and the rest is uploaded', async () => {
    const desk = await aSyncedDesk();
    insertMany(desk, 60);
    desk.network.interfere(refuseRounds(500, 'server.failed', { when: carries('n-17') }));
    for (let run = 0; run < 3; run += 1) await desk.sync();
    expect(countsOf(desk)).toMatchObject({ pending: 0, parked: 1 });
    desk.network.interfere(null);
    const parked = desk.connection.prepare(`SELECT change_id AS id FROM sync_queue WHERE state = 'parked'`).get();
    desk.operations.retryChange((parked as { id: string }).id);
    await desk.syncWell();
    expect(countsOf(desk)).toMatchObject({ pending: 0, parked: 0 });
  });

  it('each change of a batch of 100 does not delay the desk while it isolates the accepted ones', async () => {
    const statuses: number[] = [];
    const spoiling: typeof fetch = async (input, init) => {
      const round = String(input).endsWith('/v1/sync') ? readRound(init?.body) : null;
      const isSpoilt = round?.changes.some(({ recordId }) => recordId.startsWith('n-'));
      const response = await fetch(input, isSpoilt ? { ...init, body: 'no round' } : init);
      statuses.push(response.status);
      return response;
    };
    const desk = await aSyncedDesk('ana', { fetch: spoiling });
    insertMany(desk, 100);
    desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    // A run that parks one after the other ends now and then, and another one starts.
    for (let run = 0; run < 10 && countsOf(desk).pending > 0; run += 1) await desk.sync();
    expect(countsOf(desk)).toMatchObject({ pending: 0, parked: 100 });
    expect(statuses.filter((status) => status === 400).length).toBeGreaterThan(100);
    expect(statuses).not.toContain(429);
  });

  it('everything with 500 parks nothing', async () => {
    const desk = await aSyncedDesk();
    insertMany(desk, 5);
    desk.network.interfere(refuseRounds(500, 'server.failed'));
    for (let run = 0; run < 5; run += 1) expect((await desk.sync()).error?.code).toBe('server.failed');
    expect(countsOf(desk)).toMatchObject({ pending: 5, parked: 0 });
  });
});

describe('a captive portal', () => {
  it.each([200, 401, 403, 404, 511])(
    'that answers %i loses nothing, and after it the server must prove itself first',
    async (status) => {
      const desk = await aSyncedDesk();
      desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
      desk.network.interfere(portal(status));
      expect((await desk.sync()).error?.code).toBe('sync.wrongServer');
      expect(desk.desk.status().display).toMatchObject({ kind: 'serverUnreachable', pending: 1 });
      desk.network.interfere(null);
      desk.network.calls.length = 0;
      await desk.syncWell();
      expect(desk.network.calls[0]?.pathname).toBe('/v1/health');
      expect(desk.desk.status().display.kind).toBe('upToDate');
    },
  );
});
