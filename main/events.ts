import type { RecordsChanged } from '#app/contract/events.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { UpdateState } from '#app/contract/settings.ts';
import type { Desk } from '#app/sync/desk-contract.ts';
import type { Identity } from './identity.ts';
import type { SettingsStore } from './settings.ts';
import type { AppWindow } from './window.ts';

interface EventSources {
  desk: Pick<Desk, 'onStatus' | 'onRecords'>;
  identity: Pick<Identity, 'onChange'>;
  settings: Pick<SettingsStore, 'onChange'>;
  updater: { onChange(listener: (state: UpdateState) => void): () => void };
  clock: Pick<Clock, 'setTimer'>;
}

/** The window reads its lists again no oftener. */
const RECORDS_EVERY_MS = 40;

/** Tells of changed records at once, and of those that come right after together: an import changes them by the thousand. */
export function gathered(
  send: (changes: RecordsChanged[]) => void,
  clock: Pick<Clock, 'setTimer'>,
): (changes: RecordsChanged[]) => void {
  const waiting = new Map<string, Set<string> | null>();
  let isPausing = false;

  function add({ table, ids }: RecordsChanged): void {
    const known = waiting.get(table);
    if (ids === null || known === null) waiting.set(table, null);
    else waiting.set(table, new Set([...(known ?? []), ...ids]));
  }

  function sendWaiting(): void {
    isPausing = waiting.size > 0;
    if (!isPausing) return;
    const changes = [...waiting].map(([table, ids]) => ({ table, ids: ids && [...ids] }));
    waiting.clear();
    clock.setTimer(RECORDS_EVERY_MS, sendWaiting);
    send(changes);
  }

  return (changes) => {
    for (const change of changes) add(change);
    if (!isPausing) sendWaiting();
  };
}

/** Sends the window what changed, as it changes. */
export function sendEvents(
  { desk, identity, settings, updater, clock }: EventSources,
  window: Pick<AppWindow, 'send'>,
): void {
  desk.onStatus((status) => window.send('status', status));
  desk.onRecords(gathered((changes) => window.send('records', changes), clock));
  identity.onChange((session) => window.send('session', session));
  settings.onChange((next) => window.send('settings', next));
  updater.onChange((state) => window.send('update', state));
}
