import type { FerryError } from '#app/contract/errors.ts';
import type { RecordsChanged } from '#app/contract/events.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { StatusRegions, SyncStatus } from '#app/contract/status.ts';
import type { Schema } from '#app/schema/index.ts';
import { DESK_OPERATIONS, type Desk, type DeskOperations } from './desk-types.ts';
import { storeRegionOf } from './status/store-region.ts';

const FIRST_RETRY_MS = 1_000;
const MOST_RETRY_MS = 15_000;

/** Causes that may pass at any moment. */
const PASSING: readonly (StatusRegions['store'] | undefined)[] = [
  'busy',
  'diskFull',
  'readOnly',
  'noPermission',
  'deviceFailed',
];

/** Whether reopening may succeed without a change of the data. */
export function mayPass(error: FerryError): boolean {
  return error.code === 'file.unreadable' || PASSING.includes(storeRegionOf(error));
}

interface ReopeningOptions {
  /** Stands for the desk until the database opens. */
  unavailable: Desk;
  /** Opens it again; a desk that still fails says so (`storeError`). Never rejects. */
  open: () => Promise<Desk>;
  schema: Schema;
  clock: Clock;
}

/**
 * A desk whose database cannot be opened now: it reports why and retries with growing delays. Once it is open, it
 * forwards to the real desk, including all calls made meanwhile.
 */
export function createReopeningDesk({ unavailable, open, schema, clock }: ReopeningOptions): Desk {
  const statusListeners = new Set<(status: SyncStatus) => void>();
  const recordListeners = new Set<(changes: RecordsChanged[]) => void>();
  /** Calls to replay on the opened desk, in order. */
  const calls: ((desk: Desk) => void)[] = [];
  let current = unavailable;
  let isOpen = false;
  let isDisposed = false;
  let opening: Promise<void> | null = null;
  let retryMs = FIRST_RETRY_MS;
  let cancelRetry = retryLater();

  function retryLater(): () => void {
    return clock.setTimer(retryMs, () => {
      opening = retry();
    });
  }

  async function retry(): Promise<void> {
    current = await open();
    if (isDisposed) return;
    const error = current.storeError();
    if (error !== null) {
      emitStatus(current.status());
      retryMs = Math.min(MOST_RETRY_MS, 2 * retryMs);
      if (mayPass(error)) cancelRetry = retryLater();
      return;
    }
    isOpen = true;
    current.onStatus(emitStatus);
    current.onRecords(emitRecords);
    for (const call of calls) call(current);
    emitStatus(current.status());
    emitRecords(schema.entities.map(({ table }) => ({ table, ids: null })));
  }

  function emitStatus(status: SyncStatus): void {
    for (const listener of statusListeners) listener(status);
  }

  function emitRecords(changes: RecordsChanged[]): void {
    for (const listener of recordListeners) listener(changes);
  }

  function forward(call: (desk: Desk) => void): void {
    if (!isOpen) calls.push(call);
    call(current);
  }

  const forwarded = DESK_OPERATIONS.map((name) => [
    name,
    (...args: never[]) => (current.operations[name] as (...args: never[]) => unknown)(...args),
  ]);
  return {
    operations: Object.fromEntries(forwarded) as DeskOperations,
    deviceId: () => current.deviceId(),
    becomeNewDevice: () => current.becomeNewDevice(),
    status: () => current.status(),
    onStatus(listener) {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    onRecords(listener) {
      recordListeners.add(listener);
      return () => recordListeners.delete(listener);
    },
    belongsTo: () => current.belongsTo(),
    claim: (...args) => current.claim(...args),
    startAlone: (...args) => current.startAlone(...args),
    alone: () => current.alone(),
    joinFirm: (...args) => current.joinFirm(...args),
    signedIn: () => forward((desk) => desk.signedIn()),
    worksAlone: () => forward((desk) => desk.worksAlone()),
    signedOut: () => forward((desk) => desk.signedOut()),
    start: () => forward((desk) => desk.start()),
    wake: (reason) => current.wake(reason),
    setSuspended: (isSuspended) => forward((desk) => desk.setSuspended(isSuspended)),
    setOnline: (isOnline) => forward((desk) => desk.setOnline(isOnline)),
    setOnBattery: (isOnBattery) => forward((desk) => desk.setOnBattery(isOnBattery)),
    setSyncInterval: (intervalMs) => forward((desk) => desk.setSyncInterval(intervalMs)),
    backUp: (file) => current.backUp(file),
    noteDamage: (reason) => current.noteDamage(reason),
    storeError: () => current.storeError(),
    async dispose() {
      isDisposed = true;
      cancelRetry();
      await opening;
      await current.dispose();
    },
  };
}
