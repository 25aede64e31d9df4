import { type FerryError, FerryFailure } from '#app/contract/errors.ts';
import type { StatusRegions, SyncStatus } from '#app/contract/status.ts';
import { DESK_OPERATIONS, type Desk, type DeskOperations } from './desk-types.ts';
import { displayStatus } from './status/status.ts';
import { storeRegionOf } from './status/store-region.ts';

/** A desk whose database cannot be opened: its status shows the reason, and every operation fails with that error. */
export function createUnavailableDesk(error: FerryError): Desk {
  const refuse = (): never => {
    throw new FerryFailure(error.code, error.action, error.details);
  };
  const operations = Object.fromEntries(DESK_OPERATIONS.map((name) => [name, refuse])) as unknown as DeskOperations;
  const nothing = (): void => undefined;
  const status = statusOf(error);
  return {
    operations: { ...operations, getStatus: () => status },
    deviceId: () => '00000000-0000-7000-8000-000000000000',
    becomeNewDevice: refuse,
    status: () => status,
    onStatus: () => nothing,
    onRecords: () => nothing,
    belongsTo: () => null,
    claim: refuse,
    startAlone: refuse,
    alone: () => null,
    joinFirm: async () => refuse(),
    signedIn: nothing,
    signedOut: nothing,
    worksAlone: nothing,
    start: nothing,
    wake: nothing,
    setSuspended: nothing,
    setOnline: nothing,
    setOnBattery: nothing,
    setSyncInterval: nothing,
    backUp: async () => refuse(),
    noteDamage: nothing,
    storeError: () => error,
    dispose: async () => undefined,
  };
}

function statusOf(error: FerryError): SyncStatus {
  const regions: StatusRegions = {
    reach: 'unknown',
    auth: 'ok',
    run: { kind: 'idle' },
    store: storeRegionOf(error) ?? 'deviceFailed',
    counts: { pending: 0, parked: 0, conflicts: 0 },
    lastFullPullAt: null,
    broughtBack: null,
    lastError: error,
  };
  return { display: displayStatus(regions, 0, 0), regions, isSyncing: false };
}
