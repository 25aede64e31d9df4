/**
 * Changes whose outbox row the current transaction wrote, each with the change that carries its content now, if any.
 */
export interface TouchedChanges {
  note(changeId: string, replacedBy?: string): void;
  /** Changes noted since the last call. */
  take(): Map<string, string | null>;
}

export function createTouchedChanges(): TouchedChanges {
  let noted = new Map<string, string | null>();
  return {
    note: (changeId, replacedBy = undefined) => void noted.set(changeId, replacedBy ?? null),
    take() {
      const taken = noted;
      if (taken.size > 0) noted = new Map();
      return taken;
    },
  };
}
