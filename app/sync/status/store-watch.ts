import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { StatusRegions } from '#app/contract/status.ts';
import type { StatusStore } from './status-store.ts';
import { storeRegionOf } from './store-region.ts';

/** States that end with the next successful write. */
const PASSING: readonly StatusRegions['store'][] = ['busy', 'diskFull', 'readOnly', 'noPermission', 'deviceFailed'];
/** Those that a probe write can clear. A probe may succeed on a disk that is too full for real work, so `diskFull` is not one. */
const PROBED: typeof PASSING = PASSING.filter((store) => store !== 'diskFull');
const FIRST_PROBE_MS = 1_000;
const MOST_PROBE_MS = 15_000;

/**
 * Keeps the store region of the status: the outcome of the last save. States that can end by themselves are probed, so
 * that the status clears when its cause ends, even without a save.
 * @param probe writes without changing anything; throws as a save would
 */
export function createStoreWatch({ regions, probe, clock }: { regions: StatusStore; probe: () => void; clock: Clock }) {
  let cancelProbe: (() => void) | null = null;
  let probeMs = FIRST_PROBE_MS;
  let isDisposed = false;

  function note(error: FerryError | null): void {
    const current = regions.get().store;
    const found = error === null ? 'ok' : storeRegionOf(error);
    if (found === undefined || (found === 'ok' && !PASSING.includes(current))) return;
    if (found !== current) regions.set({ store: found, lastError: error });
    if (found === 'ok') probeMs = FIRST_PROBE_MS;
    else if (PROBED.includes(found)) scheduleProbe();
  }

  function scheduleProbe(): void {
    if (isDisposed || cancelProbe) return;
    cancelProbe = clock.setTimer(probeMs, () => {
      cancelProbe = null;
      probeMs = Math.min(MOST_PROBE_MS, 2 * probeMs);
      look();
    });
  }

  function look(): void {
    if (isDisposed || !PROBED.includes(regions.get().store)) return;
    try {
      probe();
      note(null);
    } catch (thrown) {
      note(toFerryError(thrown));
    }
  }

  return {
    note,
    dispose(): void {
      isDisposed = true;
      cancelProbe?.();
    },
  };
}
