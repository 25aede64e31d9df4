import { describe, expect, it } from 'vitest';
import { type ErrorCode, FerryFailure, toFerryError } from '#app/contract/errors.ts';
import type { Ack, SyncRequest } from '#app/contract/protocol.ts';
import { hasSendable } from '#app/sync/run/outbox.ts';
import { feedRecord, type Reply, roundsOf } from '../../../support/rounds.ts';
import { aWorkbench, type Workbench } from '../../../support/workbench.ts';

function aDeskWithClients(count: number): Workbench {
  const desk = aWorkbench();
  desk.store.transaction(() => {
    for (let index = 0; index < count; index += 1) desk.newClient(`c-${index}`);
  });
  return desk;
}

const fails = (code: ErrorCode): never => {
  throw new FerryFailure(code, 'wait');
};
const carries = (request: SyncRequest, recordId: string) =>
  request.changes.some((change) => change.recordId === recordId);

/** Runs rounds until nothing is left to send, as runs after runs would; the codes of those that failed. */
async function drain(desk: Workbench, rounds: ReturnType<typeof roundsOf>, atMost = 60): Promise<string[]> {
  const codes: string[] = [];
  for (let count = 0; count < atMost && hasSendable(desk.store, desk.clock.nowMs()); count += 1) {
    await rounds.exchange().catch((thrown: unknown) => codes.push(toFerryError(thrown).code));
  }
  return codes;
}

const parkedIds = (desk: Workbench) => desk.store.queue.parked().map(({ recordId }) => recordId);

describe('a round', () => {
  it('uploads changes, and downloads acks and feed', async () => {
    const desk = aDeskWithClients(2);
    const rounds = roundsOf(desk, () => ({ feed: [feedRecord(50, 'x-1'), feedRecord(60, 'x-2')], cursor: 102 }));
    expect(await rounds.exchange()).toMatchObject({ more: false, digest: {} });
    expect(rounds.tally).toMatchObject({ synced: 2, pulled: 2 });
    expect(desk.store.state.get('cursor')).toBe(102);
    expect(desk.visible('clients', 'x-2')).toMatchObject({ name: 'x-2' });
    expect(desk.store.queue.counts().pending).toBe(0);
    desk.expectFold();
  });

  it('takes the record from an ack that no change waits for, since no feed repeats it', async () => {
    const desk = aDeskWithClients(1);
    const rounds = roundsOf(desk, ({ changes }) => {
      const acks = changes.map(({ changeId, recordId }): Ack => {
        const settled = { outcome: 'applied', version: 40, at: 0, isConflict: false } as const;
        desk.store.transaction(() => desk.store.queue.acknowledge({ changeId, state: 'sent' }, settled));
        return { changeId, outcome: 'duplicate', version: 50, record: feedRecord(50, recordId) };
      });
      return { acks, cursor: 50 };
    });
    await rounds.exchange();
    expect(desk.visible('clients', 'c-0')).toEqual({ name: 'c-0' });
    expect(rounds.tally.synced).toBe(0);
  });

  it('marks its changes as sent before sending them', async () => {
    const desk = aDeskWithClients(2);
    let states: string[] = [];
    const rounds = roundsOf(desk, () => {
      states = Object.values(desk.states());
      return {};
    });
    await rounds.exchange();
    expect(states).toEqual(['sent', 'sent']);
  });

  it('ignores an answer to another round', async () => {
    const desk = aDeskWithClients(1);
    const rounds = roundsOf(desk, (request) => ({ round: request.round - 1 }));
    expect(await drain(desk, rounds, 1)).toEqual(['sync.staleRound']);
    expect(Object.values(desk.states())).toEqual(['sent']);
    expect(desk.store.state.get('ackedThrough')).toBe(0);
  });

  it('asks again for unanswered changes, and confirms stored acks', async () => {
    const desk = aDeskWithClients(2);
    let isDown = true;
    const rounds = roundsOf(desk, () => (isDown ? fails('network.timeout') : {}));
    expect(await drain(desk, rounds, 1)).toEqual(['network.timeout']);
    isDown = false;
    await rounds.exchange();
    const [first, second] = rounds.requests;
    expect(second?.changes).toEqual(first?.changes);
    expect(second?.round).toBe(2);
    await rounds.exchange();
    expect(rounds.requests[2]).toMatchObject({ round: 3, ackedThrough: 2, ticket: 't', changes: [] });
  });

  it('changes nothing in the store if an answer breaks a rule', async () => {
    const desk = aDeskWithClients(2);
    const rounds = roundsOf(desk, (request) => ({
      acks: request.changes
        .slice(0, 1)
        .map(({ changeId }) => ({ changeId, outcome: 'applied' as const, version: 101 })),
      feed: [feedRecord(50, 'x-1')],
    }));
    expect(await drain(desk, rounds, 1)).toEqual(['sync.badAnswer']);
    expect(desk.visible('clients', 'x-1')).toBeUndefined();
    expect(desk.store.state.get('cursor')).toBe(0);
    expect(desk.store.queue.counts().pending).toBe(2);
    desk.expectFold();
  });

  it('does not overwrite an edit made while the answer is under way', async () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'Before' });
    const rounds = roundsOf(desk, () => {
      desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
      return { feed: [feedRecord(50, 'c-1', { data: { name: 'After', city: null } })], cursor: 50 };
    });
    await rounds.exchange();
    expect(desk.visible('clients', 'c-1')).toMatchObject({ name: 'After', city: 'Kiel' });
    desk.expectFold();
  });

  it('told to wait postpones a change, not the others', async () => {
    const desk = aDeskWithClients(2);
    const rounds = roundsOf(desk, (request) => ({
      acks: request.changes.map(({ changeId, recordId }) =>
        recordId === 'c-0'
          ? { changeId, outcome: 'retry' as const, retryAfterMs: 60_000 }
          : { changeId, outcome: 'applied' as const, version: 101 },
      ),
    }));
    await rounds.exchange();
    expect(hasSendable(desk.store, desk.clock.nowMs())).toBe(false);
    expect(hasSendable(desk.store, desk.clock.nowMs() + 60_001)).toBe(true);
    expect(desk.store.queue.counts().pending).toBe(1);
  });

  it('at the horizon stores settled changes before the new snapshot begins', async () => {
    const desk = aDeskWithClients(2);
    const rounds = roundsOf(desk, (request) => ({
      reset: 'horizon',
      cursor: 0,
      digest: undefined,
      acks: request.changes
        .slice(0, 1)
        .map(({ changeId }) => ({ changeId, outcome: 'duplicate' as const, version: 101 })),
    }));
    await rounds.exchange();
    expect(Object.values(desk.states())).toEqual(['done', 'sent']);
    expect(desk.store.state.get('fill')).toMatchObject({ asOf: null, table: 'clients' });
    desk.expectFold();
  });

  it('after a restore re-offers what was acknowledged beyond it, and limits versions read beyond it', async () => {
    const desk = aWorkbench();
    desk.arrives('clients', 'c-1', { name: 'A' }, { version: 40 });
    const kept = desk.save('clients', 'update', 'c-1', { city: 'Kiel' });
    desk.accepts(kept);
    desk.arrives('clients', 'c-3', { name: 'C' }, { version: 55 });
    const lost = desk.save('clients', 'update', 'c-1', { city: 'Bonn' });
    desk.accepts(lost);
    desk.arrives('clients', 'c-2', { name: 'B' }, { version: 70 });
    const pending = desk.save('clients', 'update', 'c-2', { city: 'Ulm' });
    const rounds = roundsOf(desk, () => ({
      reset: 'epoch',
      epoch: 'e-2',
      epochSeq: 50,
      acks: [],
      cursor: 0,
      digest: undefined,
    }));
    await rounds.exchange(true);
    expect(desk.store.queue.find(kept.changeId)).toMatchObject({ synced: true });
    expect(desk.store.queue.find(lost.changeId)).toMatchObject({ synced: false, origin: 56, state: 'pending' });
    expect(desk.store.queue.find(pending.changeId)).toMatchObject({ baseVersion: 50, isCapped: true });
    expect(desk.visible('clients', 'c-1')).toMatchObject({ city: 'Bonn' });
    desk.expectFold();
  });

  it('after a restore does not count an addition twice while old records are still shown', async () => {
    const desk = aWorkbench();
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 10 });
    desk.accepts(desk.save('tasks', 'update', 't-1', { minutesSpent: 15 }));
    const rounds = roundsOf(desk, () => ({
      reset: 'epoch',
      epoch: 'e-2',
      epochSeq: 1,
      acks: [],
      cursor: 0,
      digest: undefined,
    }));
    await rounds.exchange(true);
    desk.save('tasks', 'update', 't-1', { title: 'Write' });
    expect(desk.visible('tasks', 't-1')).toMatchObject({ minutesSpent: 15, title: 'Write' });
    desk.arrives('tasks', 't-1', { title: 'Call', engagementId: 'e-1', minutesSpent: 10 }, { version: 1 });
    expect(desk.visible('tasks', 't-1')).toMatchObject({ minutesSpent: 15, title: 'Write' });
    desk.expectFold();
  });
});

describe('a batch that fails', () => {
  it.each<[ErrorCode]>([['request.tooLarge'], ['request.invalid'], ['server.failed']])(
    'with %s is halved down to its one culprit, which is parked; everything else is uploaded',
    async (code) => {
      const desk = aDeskWithClients(60);
      const rounds = roundsOf(desk, (request) => (carries(request, 'c-37') ? fails(code) : {}));
      const codes = await drain(desk, rounds);
      expect(parkedIds(desk)).toEqual(['c-37']);
      expect(rounds.tally).toMatchObject({ synced: 59, parked: 1 });
      expect(codes.length).toBeLessThanOrEqual(2);
      desk.expectFold();
    },
  );

  it('with two culprits loses neither', async () => {
    const desk = aDeskWithClients(40);
    const isBad = (request: SyncRequest) => carries(request, 'c-3') || carries(request, 'c-31');
    const rounds = roundsOf(desk, (request) => (isBad(request) ? fails('server.failed') : {}));
    await drain(desk, rounds);
    expect(parkedIds(desk)).toEqual(['c-3', 'c-31']);
    expect(rounds.tally.synced).toBe(38);
  });

  it('parks the whole transaction of a culprit', async () => {
    const desk = aDeskWithClients(1);
    desk.edits.queueChanges(
      ['t-1', 't-2'].map((recordId) => ({
        table: 'clients',
        operation: 'insert' as const,
        recordId,
        data: { name: 'x' },
      })),
    );
    const rounds = roundsOf(desk, (request) => (carries(request, 't-2') ? fails('server.failed') : {}));
    await drain(desk, rounds);
    expect(parkedIds(desk)).toEqual(['t-1', 't-2']);
    expect(rounds.tally.synced).toBe(1);
  });

  it.each<[ErrorCode]>([
    ['request.tooLarge'],
    ['request.invalid'],
    ['server.failed'],
    ['network.timeout'],
    ['server.unavailable'],
  ])('because the server answers nothing but %s parks nothing', async (code) => {
    const desk = aDeskWithClients(5);
    const rounds = roundsOf(desk, () => fails(code));
    const codes = await drain(desk, rounds);
    expect(new Set(codes)).toEqual(new Set([code]));
    expect(parkedIds(desk)).toEqual([]);
    expect(desk.store.queue.counts().pending).toBe(5);
  });

  it('over a slow link gets smaller, and grows again', async () => {
    const desk = aDeskWithClients(300);
    const slow: Reply = (request) => (request.changes.length > 20 ? fails('network.timeout') : {});
    const rounds = roundsOf(desk, slow);
    await drain(desk, rounds);
    expect(parkedIds(desk)).toEqual([]);
    expect(rounds.tally.synced).toBe(300);
    expect(Math.max(...rounds.requests.map(({ changes }) => changes.length))).toBe(100);
  });

  it('is not parked after one failure', async () => {
    const desk = aDeskWithClients(100);
    let count = 0;
    const rounds = roundsOf(desk, () => (count++ === 0 ? fails('server.failed') : {}));
    await drain(desk, rounds);
    expect(rounds.requests.map(({ changes }) => changes.length)).toEqual([100, 100]);
  });
});
