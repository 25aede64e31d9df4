import { describe, expect, it } from 'vitest';
import type { SyncResponse } from '#app/contract/protocol.ts';
import { aLoneDesk } from '../../../support/lone-desk.ts';

/** Signed in and filled, before a server that answers rounds as the test says. */
async function aDeskBefore(answer: (given: SyncResponse) => Partial<SyncResponse>) {
  const lone = aLoneDesk();
  const { desk, server, accept } = lone;
  desk.signedIn();
  await desk.operations.syncToServer();
  lone.calls.length = 0;
  server.sync = async (request) => {
    const given = await accept(request);
    return given.ok ? { ok: true, value: { ...given.value, ...answer(given.value) } } : given;
  };
  return lone;
}

describe('a run without progress', () => {
  it('because the server always promises more ends with a code', async () => {
    let cursor = 100;
    const { desk, calls } = await aDeskBefore(() => ({ more: true, feed: [], cursor: cursor++, digest: undefined }));
    expect(await desk.operations.syncToServer()).toMatchObject({ error: { code: 'sync.badAnswer' } });
    expect(calls.length).toBeLessThan(50);
  });

  it('because its changes are postponed by zero ends, and they are sent later', async () => {
    const { desk, calls, save, clock } = await aDeskBefore(({ acks }) => ({
      acks: acks.map(({ changeId }) => ({ changeId, outcome: 'retry', retryAfterMs: 0 })),
    }));
    await save('insert', 'c-1', { name: 'Nordwind' });
    expect(await desk.operations.syncToServer()).toMatchObject({ error: null });
    expect(calls.length).toBeLessThan(5);
    desk.start();
    await clock.advance(10_000);
    expect(calls.length).toBeGreaterThan(5);
  });

  it('because a record of a transaction waits ends at once', async () => {
    const lone = aLoneDesk();
    const { desk, server, accept, calls, save } = lone;
    desk.signedIn();
    await desk.operations.syncToServer();
    server.sync = async (request) => {
      const given = await accept(request);
      if (!given.ok) return given;
      const acks = given.value.acks.map((ack) => ({
        changeId: ack.changeId,
        outcome: 'retry' as const,
        retryAfterMs: 60_000,
      }));
      return { ok: true, value: { ...given.value, acks } };
    };
    for (let index = 0; index < 19; index += 1) await save('insert', `c-${index}`, { name: 'x' });
    await desk.operations.syncToServer();
    await desk.operations.queueChanges(
      ['free', 'c-3'].map((recordId) => ({
        table: 'clients',
        operation: recordId === 'free' ? 'insert' : 'update',
        recordId,
        data: { name: 'y' },
      })),
    );
    calls.length = 0;
    expect(await desk.operations.syncToServer()).toMatchObject({ error: null });
    expect(calls.length).toBeLessThan(3);
  });
});
