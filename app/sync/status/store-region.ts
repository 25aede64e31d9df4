import type { ErrorCode, FerryError } from '#app/contract/errors.ts';
import type { StatusRegions } from '#app/contract/status.ts';

const REGIONS: Partial<Record<ErrorCode, StatusRegions['store']>> = {
  'store.busy': 'busy',
  'store.diskFull': 'diskFull',
  'store.readOnly': 'readOnly',
  'store.noPermission': 'noPermission',
  'store.deviceFailed': 'deviceFailed',
  'store.corrupt': 'corrupt',
  'store.missingAddon': 'missingAddon',
  'store.newerDatabase': 'updateRequired',
  'client.updateRequired': 'updateRequired',
};

/** The store region implied by an error; undefined if none. */
export function storeRegionOf(error: FerryError): StatusRegions['store'] | undefined {
  return REGIONS[error.code];
}

/** The error of a damaged database; `reason` says where. */
export function damaged(reason: string): FerryError {
  return { code: 'store.corrupt', action: 'repair', details: { reason } };
}

/** Why the database cannot be used; null if it can. */
export function storeErrorOf({ store, lastError }: Pick<StatusRegions, 'store' | 'lastError'>): FerryError | null {
  return store === 'ok' ? null : lastError;
}
