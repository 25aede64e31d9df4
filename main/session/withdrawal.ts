import type { FerryError } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { SyncStatus } from '#app/contract/status.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { Transport } from '#app/transport/transport.ts';
import type { Lock } from './lock.ts';
import type { SessionStore } from './session-store.ts';

/** How often a locked Ferry asks the server again and checks the export period. */
const CHECK_INTERVAL_MS = 60 * 60_000;
const FIRST_CHECK_MS = 1_000;
const CALL_DEADLINE_MS = 15_000;

export interface WithdrawalDeps {
  lock: Lock;
  sessionStore: Pick<SessionStore, 'session' | 'forget' | 'wipe'>;
  desk: Pick<Desk, 'status' | 'onStatus' | 'signedIn'>;
  transport: Pick<Transport, 'confirmRemoval'>;
  /** Removes the data at the next start; `keepsUnsent`: except work that never reached the server. */
  requestRemoval: (keepsUnsent: boolean) => void;
  /** Quits in order and restarts. */
  restart: () => void;
  clock: Clock;
  log: Log;
}

export interface WithdrawalWatch {
  /** See `EngineOptions.onRemovalAsked`. */
  onRemovalAsked: (removalId: string, error: FerryError | null) => void;
  dispose(): void;
}

/** Whether this computer has work that never reached the server. */
export function hasUnsentWork({ regions: { counts } }: SyncStatus): boolean {
  return counts.pending + counts.parked + counts.conflicts > 0;
}

/** Acts when the firm withdraws access or requests the removal of this device's data. */
export function watchWithdrawal(deps: WithdrawalDeps): WithdrawalWatch {
  const { lock, sessionStore, desk, clock, log } = deps;
  const isRevoked = ({ regions }: SyncStatus) =>
    regions.auth === 'revoked' && regions.lastError?.code === 'auth.revoked' && sessionStore.session() !== null;

  function removeNow(keepsUnsent: boolean): void {
    deps.requestRemoval(keepsUnsent);
    deps.restart();
  }

  /** What the server did not accept in the last upload it never will, with this session. */
  function onRemovalAsked(removalId: string, error: FerryError | null): void {
    lock.withdraw('removal', removalId);
    log.info('removal.asked', { removalId, error: error?.code ?? null });
    // If the connection failed, the next run uploads the rest first.
    if (error === null || error.code.startsWith('auth.')) removeNow(true);
  }

  async function confirm(removalId: string, keptChanges: number): Promise<void> {
    const signal = AbortSignal.timeout(CALL_DEADLINE_MS);
    const result = await deps.transport.confirmRemoval({ removalId, keptChanges }, { signal });
    const isKnownOrNever = result.ok || /^(auth|request)\./.test(result.error.code);
    log.info('removal.confirmed', { removalId, error: result.ok ? null : result.error.code });
    if (!isKnownOrNever) return;
    lock.noteConfirmed();
    if (keptChanges === 0) sessionStore.wipe();
    else sessionStore.forget();
  }

  function check(): void {
    cancelTimer = clock.setTimer(CHECK_INTERVAL_MS, check);
    const withdrawal = lock.withdrawal();
    if (withdrawal === null) return;
    const { removalId, removed } = withdrawal;
    if (removed !== null && removalId !== null) void confirm(removalId, removed.keptChanges);
    else if (lock.isRemovalDue(hasUnsentWork(desk.status()))) removeNow(false);
    // A removal requested meanwhile comes with the response.
    else if (removed === null && sessionStore.session() !== null) desk.signedIn();
  }

  let cancelTimer = clock.setTimer(FIRST_CHECK_MS, check);
  const stopListening = desk.onStatus((status) => {
    if (isRevoked(status)) lock.withdraw('revoked');
  });
  return {
    onRemovalAsked,
    dispose() {
      cancelTimer();
      stopListening();
    },
  };
}
