import type { FakeBridgeOptions } from '../support/fake-bridge/index.ts';

export interface GalleryScreen {
  name: string;
  /** The part of the address after `#` at which the app opens; null for the sheet of components. */
  hash: string | null;
  options?: FakeBridgeOptions;
}

const EMPTY = { clients: 0, engagements: 0, tasks: 0 };

/** Every view, filled, empty and in trouble. */
export const SCREENS: readonly GalleryScreen[] = [
  { name: 'components', hash: null },
  { name: 'sign-in', hash: '', options: { isSignedIn: false } },
  { name: 'overview', hash: '#/overview' },
  { name: 'overview-empty', hash: '#/overview', options: { size: EMPTY } },
  { name: 'clients', hash: '#/clients' },
  { name: 'clients-empty', hash: '#/clients', options: { size: EMPTY } },
  { name: 'engagements', hash: '#/engagements' },
  { name: 'tasks', hash: '#/tasks' },
  { name: 'sync-waiting', hash: '#/sync/waiting', options: { hasTrouble: true, isOnline: false } },
  { name: 'sync-attention', hash: '#/sync/attention', options: { hasTrouble: true } },
  { name: 'sync-conflicts', hash: '#/sync/conflicts', options: { hasTrouble: true } },
  { name: 'sync-history', hash: '#/sync/history', options: { hasTrouble: true } },
  { name: 'sync-receipts', hash: '#/sync/receipts' },
  { name: 'sync-diagnostics', hash: '#/sync/diagnostics', options: { hasTrouble: true } },
  { name: 'settings', hash: '#/settings' },
];

export const THEMES = ['light', 'dark'] as const;
export const LANGUAGES = ['en', 'de'] as const;

export interface Shot {
  screen: GalleryScreen;
  theme: (typeof THEMES)[number];
  language: (typeof LANGUAGES)[number];
}

export function allShots(): Shot[] {
  return SCREENS.flatMap((screen) =>
    THEMES.flatMap((theme) => LANGUAGES.map((language): Shot => ({ screen, theme, language }))),
  );
}

/** The address of one picture, relative to the gallery's page. */
export function addressOf({ screen, theme, language }: Shot): string {
  return `?screen=${screen.name}&theme=${theme}&language=${language}${screen.hash ?? ''}`;
}
