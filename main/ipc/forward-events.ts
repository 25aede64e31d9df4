import type { RecordsChanged } from '#app/contract/events.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { UpdateState } from '#app/contract/updates.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { Lock } from '../session/lock.ts';
import type { SessionStore } from '../session/session-store.ts';
import { visibleStatus } from '../session/visible-status.ts';
import type { AppWindow } from '../shell/window.ts';
import type { SettingsStore } from '../system/settings.ts';

interface EventSources {
  desk: Pick<Desk, 'onStatus' | 'onRecords'>;
  sessionStore: Pick<SessionStore, 'onChange'>;
  lock: Pick<Lock, 'isOpen' | 'session' | 'onChange'>;
  settings: Pick<SettingsStore, 'onChange'>;
  updater: { onChange(listener: (state: UpdateState) => void): () => void };
  clock: Pick<Clock, 'setTimer'>;
}

/**
 * Minimum pause between list reloads in the window; during an import or first fill they cost as much as the work
 * itself.
 */
const PAUSE_MS = { first: 40, most: 320 };

/**
 * Sends changed records at once and coalesces those that follow: an import changes thousands. The pause doubles while
 * more arrive.
 */
export function coalesceEvents(
  send: (changes: RecordsChanged[]) => void,
  clock: Pick<Clock, 'setTimer'>,
): (changes: RecordsChanged[]) => void {
  const waiting = new Map<string, Set<string> | null>();
  let isPausing = false;
  let pauseMs = PAUSE_MS.first;

  function add({ table, ids }: RecordsChanged): void {
    const known = waiting.get(table);
    if (ids === null || known === null) waiting.set(table, null);
    else waiting.set(table, new Set([...(known ?? []), ...ids]));
  }

  function sendWaiting(): void {
    isPausing = waiting.size > 0;
    if (!isPausing) {
      pauseMs = PAUSE_MS.first;
      return;
    }
    const changes = [...waiting].map(([table, ids]) => ({ table, ids: ids && [...ids] }));
    waiting.clear();
    clock.setTimer(pauseMs, sendWaiting);
    pauseMs = Math.min(PAUSE_MS.most, 2 * pauseMs);
    send(changes);
  }

  return (changes) => {
    for (const change of changes) add(change);
    if (!isPausing) sendWaiting();
  };
}

/** Forwards changes to the window as they happen. */
export function sendEvents(
  { desk, sessionStore, lock, settings, updater, clock }: EventSources,
  window: Pick<AppWindow, 'send'>,
): void {
  const sendSession = () => window.send('session', lock.session());
  const sendRecords = coalesceEvents((changes) => window.send('records', changes), clock);
  desk.onStatus((status) => window.send('status', visibleStatus(status, lock.isOpen())));
  desk.onRecords((changes) => lock.isOpen() && sendRecords(changes));
  sessionStore.onChange(sendSession);
  lock.onChange(sendSession);
  settings.onChange((next) => window.send('settings', next));
  updater.onChange((state) => window.send('update', state));
}
