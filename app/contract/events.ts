import type { EventName } from './channels.ts';
import type { FerryCalls, Session } from './operations.ts';
import type { Settings } from './settings.ts';
import type { SyncStatus } from './status.ts';
import type { UpdateState } from './updates.ts';

/** Records that changed; `ids: null` if there are too many, so that lists reload their window. */
export interface RecordsChanged {
  table: string;
  ids: string[] | null;
}

/** A view of the renderer, one of its commands, or a record of a list. `link`: see `takeLink`. */
export interface NavigateTarget {
  view: string;
  recordId?: string | null;
}

/** The payload of each event. */
export interface EventPayloads {
  status: SyncStatus;
  records: RecordsChanged[];
  session: Session | null;
  settings: Settings;
  update: UpdateState;
  /** From the menu and the tray: a view of the renderer to show, or a command to run. */
  navigate: NavigateTarget;
}

/** The payload of an event; an event without one above does not compile. */
export type EventPayload<N extends EventName> = EventPayloads[N];

/** Each takes a listener and returns the unsubscribe function. */
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
