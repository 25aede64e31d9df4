import type { FerryError } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { PreferenceEntry } from '#app/contract/preferences.ts';
import { afterExchange, entriesToSend } from '#app/rules/preferences.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { Transport } from '#app/transport/transport.ts';
import type { PreferenceStore } from './preference-store.ts';
import type { SessionStore } from './session-store.ts';

const AFTER_CHANGE_MS = 1_500;
/** Opening records is noted often and urgent for nobody. */
const AFTER_RECENT_MS = 30_000;
/** Between exchanges that only look for what other computers changed. */
const MIN_PAUSE_MS = 10_000;
const AFTER_FAILURE_MS = 20_000;
/** The server is too old for this. */
const UNSUPPORTED_MS = 60 * 60_000;
const ENTRIES_A_REQUEST = 40;
const DEADLINE_MS = 30_000;

interface PreferenceSyncDeps {
  preferences: Pick<PreferenceStore, 'owner' | 'entries' | 'replace' | 'onChange'>;
  transport: Pick<Transport, 'preferences'>;
  desk: Pick<Desk, 'status' | 'onStatus'>;
  sessionStore: Pick<SessionStore, 'session' | 'onChange'>;
  clock: Clock;
  log: Log;
}

/**
 * Exchanges a person's preferences with the server: after a change, and after every run, since the server wakes a person's
 * other desks. Nothing is marked as sent: what the server's document lacks is sent, also after a restore of the server.
 */
export function createPreferenceSync(deps: PreferenceSyncDeps): { dispose(): void } {
  const { preferences, transport, desk, sessionStore, clock, log } = deps;
  /** The server's document as last seen; null if it is not known. */
  let seen: { owner: string; digest: string; entries: readonly PreferenceEntry[] } | null = null;
  let timer: { atMs: number; cancel: () => void } | null = null;
  let notBeforeMs = 0;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let isRunning = false;
  /** Asked for during an exchange or without a connection, or failed. */
  let isWanted = false;
  let isDisposed = false;
  let lastPullAt: number | null = null;

  function schedule(delayMs: number): void {
    const nowMs = clock.monotonicMs();
    const atMs = Math.max(nowMs, nowMs + delayMs, notBeforeMs);
    if (isDisposed || (timer !== null && timer.atMs <= atMs)) return;
    timer?.cancel();
    timer = { atMs, cancel: clock.setTimer(atMs - nowMs, run) };
  }

  function run(): void {
    timer = null;
    if (isDisposed) return;
    isWanted = isRunning || !isReachable();
    if (isWanted) return;
    isRunning = true;
    lookedAtMs = clock.monotonicMs();
    exchangeAll()
      .catch((thrown: unknown) => {
        log.warn('preferences.failed', { reason: String(thrown) });
        askAgainIn(AFTER_FAILURE_MS);
      })
      .finally(() => {
        isRunning = false;
        if (isWanted || hasUnsent()) schedule(AFTER_CHANGE_MS);
        isWanted = false;
      });
  }

  function isReachable(): boolean {
    const { reach, auth } = desk.status().regions;
    return reach === 'online' && auth === 'ok' && sessionStore.session()?.kind === 'firm';
  }

  function askAgainIn(delayMs: number): void {
    isWanted = true;
    notBeforeMs = clock.monotonicMs() + delayMs;
  }

  const hasUnsent = () =>
    seen !== null &&
    seen.owner === preferences.owner() &&
    entriesToSend(preferences.entries(), seen.entries).length > 0;

  /** The first request of a start only asks; then as many as it takes to send everything. */
  async function exchangeAll(): Promise<void> {
    const owner = preferences.owner();
    if (owner === null) return;
    let isComplete = false;
    while (!isComplete && !isDisposed) {
      const known = seen?.owner === owner ? seen : null;
      const sent =
        known === null ? [] : entriesToSend(preferences.entries(), known.entries).slice(0, ENTRIES_A_REQUEST);
      const request = { digest: known?.digest ?? null, entries: sent };
      const answer = await transport.preferences(request, { signal: AbortSignal.timeout(DEADLINE_MS) });
      if (!answer.ok) return onFailure(answer.error);
      if (preferences.owner() !== owner) return;
      const { digest, entries } = answer.value;
      seen = { owner, digest, entries: entries ?? known?.entries ?? [] };
      preferences.replace(owner, afterExchange(preferences.entries(), sent, seen.entries));
      isComplete = entriesToSend(preferences.entries(), seen.entries).length === 0;
    }
  }

  function onFailure({ code }: FerryError): void {
    log.info('preferences.notExchanged', { code });
    askAgainIn(code === 'request.notFound' ? UNSUPPORTED_MS : AFTER_FAILURE_MS);
  }

  const stops = [
    preferences.onChange(({ from, isRecent }) => {
      if (from === 'person') schedule(isRecent ? AFTER_RECENT_MS : AFTER_CHANGE_MS);
    }),
    sessionStore.onChange(() => {
      notBeforeMs = 0;
      schedule(0);
    }),
    desk.onStatus(({ regions }) => {
      if (!isReachable()) return;
      if (isWanted && !isRunning) schedule(0);
      if (regions.lastFullPullAt === lastPullAt) return;
      lastPullAt = regions.lastFullPullAt;
      schedule(lookedAtMs + MIN_PAUSE_MS - clock.monotonicMs());
    }),
  ];
  return {
    dispose() {
      isDisposed = true;
      timer?.cancel();
      for (const stop of stops) stop();
    },
  };
}
