import type { Log } from '#app/contract/ports.ts';
import type { SyncResponse } from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';

type ResetStore = Pick<Store, 'state' | 'queue' | 'schema' | 'digests' | 'transaction'>;

/** The initial state of a fill; the first snapshot page pins the sequence. */
export function newFill({ schema }: Pick<Store, 'schema'>) {
  return { asOf: null, table: schema.entities[0]?.table ?? null, after: null, done: 0, totals: {} };
}

/**
 * The server has another data set, or its tombstones no longer reach back to this desk's cursor: keep the outbox, take
 * a new snapshot. After a restore every base is lowered to the new epoch's first sequence, and changes acknowledged
 * beyond it are offered again with their former version. Visible rows stay until replaced; records with changes in the
 * outbox must be folded again (`refold.ts`).
 */
export function applyReset(store: ResetStore, response: SyncResponse, log: Log): void {
  store.transaction(() => {
    const { state, queue } = store;
    // Without an epoch too: a backup from before the first sync may have brought along what was acknowledged since.
    const isOtherEpoch = response.reset === 'epoch';
    const reoffered = isOtherEpoch ? queue.reoffer(response.epochSeq) : 0;
    if (isOtherEpoch) {
      queue.capBases(response.epochSeq);
      // Changes beyond it are in the outbox again.
      state.set({ awaited: state.get('awaited').filter(({ version }) => version <= response.epochSeq) });
    }
    state.set({ epoch: response.epoch, epochSeq: response.epochSeq, ticket: response.ticket });
    startOver(store);
    log.info('sync.reset', { reset: response.reset, reoffered });
  });
}

/** Resets the cursor and nothing else; a fresh snapshot follows. */
export function startOver(store: Omit<ResetStore, 'queue'>): void {
  store.transaction(() => {
    const { state } = store;
    state.set({
      generation: state.get('generation') + 1,
      cursor: 0,
      horizon: 0,
      useMarks: [],
      fill: newFill(store),
      refoldAfter: 0,
    });
    store.digests.reset();
  });
}

/**
 * This database is a copy of one that is in use elsewhere: it becomes a separate device. The outbox and its ids stay, and
 * must be folded again (`refold.ts`): writes of the former device id now count as another device’s.
 */
export function becomeNewDevice(store: Pick<Store, 'state' | 'transaction'>, deviceId: string): void {
  store.transaction(() => store.state.set({ deviceId, ticket: null, round: 0, ackedThrough: 0, refoldAfter: 0 }));
}

/** A fresh snapshot fetches records of tables that an older Ferry ignored. */
export function noteSchemaVersion(store: Pick<Store, 'state' | 'schema'>): void {
  const { state, schema } = store;
  const known = state.get('schemaVersion');
  if (known === schema.version) return;
  const needsFill = known > 0 && known < schema.version && state.get('epoch') !== null;
  state.set({ schemaVersion: schema.version, ...(needsFill ? { fill: newFill(store) } : {}) });
}
