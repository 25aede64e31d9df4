import type { SyncStatus } from '#app/contract/status.ts';

export interface TrayText {
  status(status: SyncStatus): string;
  /** Null unless an update is ready. */
  update: string | null;
  quickAdd: string;
  syncNow: string;
  ready: string;
  open: string;
  quit: string;
}

export type TrayCommand = 'update' | 'quickAdd' | 'syncNow' | 'ready' | 'open' | 'quit';

export interface TrayItem {
  label: string;
  /** Null for the status line. */
  command: TrayCommand | null;
  isEnabled: boolean;
}

/** The tray menu: always the same status as the window's pill. Null is a separator. */
export function trayMenu(status: SyncStatus, text: TrayText): (TrayItem | null)[] {
  return [
    { label: text.status(status), command: null, isEnabled: false },
    null,
    ...(text.update === null ? [] : [{ label: text.update, command: 'update' as const, isEnabled: true }, null]),
    { label: text.quickAdd, command: 'quickAdd', isEnabled: true },
    { label: text.syncNow, command: 'syncNow', isEnabled: canSync(status) },
    { label: text.ready, command: 'ready', isEnabled: true },
    { label: text.open, command: 'open', isEnabled: true },
    null,
    { label: text.quit, command: 'quit', isEnabled: true },
  ];
}

function canSync({ isSyncing, regions }: SyncStatus): boolean {
  return !isSyncing && regions.auth === 'ok' && regions.store === 'ok';
}
