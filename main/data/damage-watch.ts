import type { Clock, Log } from '#app/contract/ports.ts';
import type { FileCheck } from '#app/store/file-check.ts';

const LOOK_EVERY_MS = 10 * 60_000;
/** Time in use between two checks. */
const CHECK_EVERY_MS = 6 * 3_600_000;
const FIRST_CHECK_MS = 5 * 60_000;
const IDLE_MS = 60_000;
/** If the person never pauses this long, the check runs during work. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

export interface DamageWatchDeps {
  database: string;
  check: FileCheck;
  /** Time since the last input on this computer. */
  idleMs: () => number;
  /** Damage is already known, so a check would find nothing new. */
  isKnownDamaged: () => boolean;
  onDamage: (reason: string) => void;
  clock: Clock;
  log: Log;
}

/**
 * Checks the whole database regularly while nobody works, so that damage is found while a recent sound backup exists.
 */
export function createDamageWatch(deps: DamageWatchDeps): { dispose(): void } {
  const { clock, log } = deps;
  let dueAtMs = clock.monotonicMs() + FIRST_CHECK_MS;
  let cancelTimer = clock.setTimer(LOOK_EVERY_MS, look);

  function look(): void {
    cancelTimer = clock.setTimer(LOOK_EVERY_MS, look);
    const lateMs = clock.monotonicMs() - dueAtMs;
    if (lateMs < 0 || deps.isKnownDamaged()) return;
    if (deps.idleMs() < IDLE_MS && lateMs < LONGEST_WAIT_MS) return;
    dueAtMs = clock.monotonicMs() + CHECK_EVERY_MS;
    void checkNow();
  }

  async function checkNow(): Promise<void> {
    const result = await deps.check(deps.database, { isOpen: true });
    log.info('data.checked', result);
    if (result.kind === 'damaged') deps.onDamage(result.reason);
  }

  return { dispose: () => cancelTimer() };
}
