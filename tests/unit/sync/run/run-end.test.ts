import { describe, expect, it } from 'vitest';
import { createRunEnd } from '#app/sync/run/run-end.ts';
import { emptyReport } from '#app/sync/run/run-outcome.ts';
import { createStatusStore } from '#app/sync/status/status-store.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { aWorkbench } from '../../../support/workbench.ts';

function aDeskWithAFullDisk() {
  const { store, clock } = aWorkbench();
  const regions = createStatusStore({
    clock,
    stored: () => ({ counts: { pending: 0, parked: 0, conflicts: 0 }, lastFullPullAt: null, broughtBack: null }),
    intervalMs: () => 300_000,
  });
  regions.set({ store: 'diskFull' });
  const end = createRunEnd({ store, regions, log: quietLog });
  return { end, regions };
}

describe('a successful run', () => {
  it('keeps the report of a full disk from a save in the meantime: the few writes of a run may still fit', () => {
    const { end, regions } = aDeskWithAFullDisk();
    end.of(emptyReport(0), 'serverEvent', 'ok');
    expect(regions.get().store).toBe('diskFull');
  });

  it('clears it if the disk was full before it began', () => {
    const { end, regions } = aDeskWithAFullDisk();
    end.of(emptyReport(0), 'interval', 'diskFull');
    expect(regions.get().store).toBe('ok');
  });
});
