import type { QueueRow } from '../queue-row.ts';

/** What a transaction did to a change, as far as its row need not be read again. */
export type Touched =
  | { kind: 'appended'; row: QueueRow }
  | { kind: 'acknowledged' }
  | { kind: 'replaced'; by: string }
  | { kind: 'rewritten' };

/** Changes whose outbox row the current transaction wrote; what was noted last counts. */
export interface TouchedChanges {
  /** `replacedBy`: the change that carries its content now. */
  note(changeId: string, replacedBy?: string): void;
  noteAppended(row: QueueRow): void;
  /** Not for an answer that a person has still to settle. */
  noteAcknowledged(changeId: string): void;
  /** Changes noted since the last call. */
  take(): Map<string, Touched>;
}

export function createTouchedChanges(): TouchedChanges {
  let noted = new Map<string, Touched>();
  return {
    note: (changeId, replacedBy = undefined) =>
      void noted.set(changeId, replacedBy === undefined ? { kind: 'rewritten' } : { kind: 'replaced', by: replacedBy }),
    noteAppended: (row) => void noted.set(row.changeId, { kind: 'appended', row }),
    noteAcknowledged: (changeId) => void noted.set(changeId, { kind: 'acknowledged' }),
    take() {
      const taken = noted;
      if (taken.size > 0) noted = new Map();
      return taken;
    },
  };
}
