import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import type { SyncReport } from '#app/contract/history.ts';
import type { Log } from '#app/contract/ports.ts';
import type { ServerRecord } from '#app/contract/protocol.ts';
import type { StatusRegions } from '#app/contract/status.ts';
import type { Store } from '#app/store/store.ts';
import type { StatusStore } from '../status/status-store.ts';
import { storeRegionOf } from '../status/store-region.ts';
import { authAfter, emptyReport, reachAfter } from './run-outcome.ts';

/** Enough to diagnose the fault. */
const MOST_UNREADABLE_NAMED = 20;

export interface RunEndOptions {
  store: Pick<Store, 'history' | 'transaction'>;
  regions: StatusStore;
  log: Log;
}

/** Records the end of a run: in the status and in the history. */
export function createRunEnd({ store, regions, log }: RunEndOptions) {
  let unreadable: { table: string; recordId: string; fields: string[] }[] = [];

  /** A full disk must not turn a successful run into a failed one. */
  function remember(report: SyncReport, reason: string, details: Record<string, unknown> | null): void {
    try {
      store.transaction(() => store.history.add({ ...report, reason, details }), { durable: false });
    } catch (thrown) {
      log.warn('sync.historyFailed', { code: toFerryError(thrown).code });
    }
  }

  function keepUp(error: FerryError | null, storeBefore: StatusRegions['store']): void {
    const reach = reachAfter(error);
    const auth = authAfter(error);
    const found = error === null ? storeAfterSuccess(storeBefore) : storeRegionOf(error);
    regions.set({
      lastError: error,
      run: { kind: 'idle' },
      ...(reach ? { reach } : {}),
      ...(auth && regions.get().auth !== 'signedOut' ? { auth } : {}),
      ...(found ? { store: found } : {}),
    });
  }

  /**
   * A successful run wrote to the store, so the region becomes `ok`. Except `corrupt`, and a state found by a save
   * during the run: a run's small writes may succeed on a disk too full for a person's work.
   */
  function storeAfterSuccess(before: StatusRegions['store']): 'ok' | undefined {
    const { store: now } = regions.get();
    return now === 'corrupt' || now !== before ? undefined : 'ok';
  }

  return {
    noteUnreadable({ table, recordId }: ServerRecord, fields: string[]): void {
      unreadable.push({ table, recordId, fields });
      log.warn('sync.unreadable', { table, recordId, fields });
    },

    /** `storeBefore` is the store region at the start of the run. */
    of(report: SyncReport, reason: string, storeBefore: StatusRegions['store']): void {
      if (unreadable.length > 0) {
        const found = { ...emptyReport(report.startedAt), pulledCount: unreadable.length };
        remember(found, 'unreadable', { records: unreadable.slice(0, MOST_UNREADABLE_NAMED) });
        unreadable = [];
      }
      remember(report, reason, null);
      keepUp(report.error, storeBefore);
    },
  };
}
