import type { Log } from '#app/contract/ports.ts';
import type { SyncResponse } from '#app/contract/protocol.ts';
import type { Store } from '#app/store/store.ts';

/** What the fill starts with; the first snapshot page pins the sequence. */
export function newFill(store: Store) {
  return { asOf: null, table: store.schema.entities[0]?.table ?? null, after: null, done: 0, totals: {} };
}

/**
 * The server's data set is another one, or this desk's cursor lies beyond what it remembers: keep the outbox, take a
 * fresh snapshot. After a restore from a backup every base is lowered to where the new epoch begins, and what was
 * acknowledged beyond it is offered again with the version it had. What is on the screen stays until it is replaced; what
 * the outbox speaks of has to be folded anew (`refold.ts`).
 */
export function applyReset(store: Store, answer: SyncResponse, log: Log): void {
  store.transaction(() => {
    const { state, queue } = store;
    const hadEpoch = state.get('epoch') !== null;
    const reoffered = hadEpoch && answer.reset === 'epoch' ? queue.reoffer(answer.epochSeq) : 0;
    if (hadEpoch && answer.reset === 'epoch') queue.capBases(answer.epochSeq);
    state.set({ epoch: answer.epoch, epochSeq: answer.epochSeq, ticket: answer.ticket });
    startOver(store);
    log.info('sync.reset', { reset: answer.reset, reoffered });
  });
}

/** Forgets how far this desk has come, and nothing else: a fresh snapshot follows. */
export function startOver(store: Store): void {
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
 * This database is a copy of one that went on elsewhere: it becomes a device of its own. The outbox and its ids stay, and
 * have to be folded anew (`refold.ts`): what the device was given before counts as another's now.
 */
export function becomeNewDevice(store: Store, deviceId: string): void {
  store.transaction(() => store.state.set({ deviceId, ticket: null, round: 0, ackedThrough: 0, refoldAfter: 0 }));
}

/** Records of tables that an older Ferry passed over are fetched with a fresh snapshot. */
export function noteSchemaVersion(store: Store): void {
  const { state, schema } = store;
  const known = state.get('schemaVersion');
  if (known === schema.version) return;
  const needsFill = known > 0 && known < schema.version && state.get('epoch') !== null;
  state.set({ schemaVersion: schema.version, ...(needsFill ? { fill: newFill(store) } : {}) });
}
