import type { EventName } from './channels.ts';
import type { FerryCalls, Session } from './operations.ts';
import type { Settings } from './settings.ts';
import type { SyncStatus } from './status.ts';
import type { UpdateState } from './updates.ts';

/** Records that changed; `ids: null` when too many to name, so that a list reads its window again. */
export interface RecordsChanged {
  table: string;
  ids: string[] | null;
}

/** A view of the renderer, or one of its commands; a record of a list where one is meant. `link`: see `takeLink`. */
export interface NavigateTarget {
  view: string;
  recordId?: string | null;
}

/** What each event carries. */
export interface EventPayloads {
  status: SyncStatus;
  records: RecordsChanged[];
  session: Session | null;
  settings: Settings;
  update: UpdateState;
  /** From the menu and the tray: a view of the renderer to show, or a command to run. */
  navigate: NavigateTarget;
}

/** What an event carries; an event without a payload above does not compile. */
export type EventPayload<N extends EventName> = EventPayloads[N];

/** Each takes a listener and returns the function that removes it. */
export interface FerrySubscriptions {
  onStatus(listener: (status: SyncStatus) => void): () => void;
  onRecords(listener: (changes: RecordsChanged[]) => void): () => void;
  onSession(listener: (session: Session | null) => void): () => void;
  onSettings(listener: (settings: Settings) => void): () => void;
  onUpdate(listener: (state: UpdateState) => void): () => void;
  onNavigate(listener: (target: NavigateTarget) => void): () => void;
}

/** `window.ferry` */
export type FerryBridge = FerryCalls & FerrySubscriptions;
