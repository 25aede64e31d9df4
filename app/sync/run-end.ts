import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { ServerRecord } from '#app/contract/protocol.ts';
import type { SyncReport } from '#app/contract/records.ts';
import type { StatusRegions } from '#app/contract/status.ts';
import type { Store } from '#app/store/store.ts';
import type { Regions } from './regions.ts';
import { authAfter, emptyReport, reachAfter } from './run-outcome.ts';
import { storeRegionOf } from './store-region.ts';

/** Enough to find the fault by. */
const MOST_ILLEGIBLE_NAMED = 20;

export interface RunEndOptions {
  store: Store;
  regions: Regions;
  log: Log;
}

/** What the end of a run leaves behind: the status, and its line in the history. */
export function createRunEnd({ store, regions, log }: RunEndOptions) {
  let illegible: { table: string; recordId: string; fields: string[] }[] = [];

  /** A full disk must not turn a run that did its work into one that failed. */
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
   * It was written to, and the server takes what this app sends; what is damaged stays so, and what a save met meanwhile:
   * the little a run writes may still fit on a disk that is full for a person's work.
   */
  function storeAfterSuccess(before: StatusRegions['store']): 'ok' | undefined {
    const { store: now } = regions.get();
    return now === 'corrupt' || now !== before ? undefined : 'ok';
  }

  return {
    noteIllegible({ table, recordId }: ServerRecord, fields: string[]): void {
      illegible.push({ table, recordId, fields });
      log.warn('sync.illegible', { table, recordId, fields });
    },

    /** `storeBefore` is how the store stood when the run began. */
    of(report: SyncReport, reason: string, storeBefore: StatusRegions['store']): void {
      if (illegible.length > 0) {
        const found = { ...emptyReport(report.startedAt), pulledCount: illegible.length };
        remember(found, 'illegible', { records: illegible.slice(0, MOST_ILLEGIBLE_NAMED) });
        illegible = [];
      }
      remember(report, reason, null);
      keepUp(report.error, storeBefore);
    },
  };
}
