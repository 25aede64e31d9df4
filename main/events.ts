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
}

/** Sends the window what changed, as it changes. */
export function sendEvents({ desk, identity, settings, updater }: EventSources, window: Pick<AppWindow, 'send'>): void {
  desk.onStatus((status) => window.send('status', status));
  desk.onRecords((changes) => window.send('records', changes));
  identity.onChange((session) => window.send('session', session));
  settings.onChange((next) => window.send('settings', next));
  updater.onChange((state) => window.send('update', state));
}
