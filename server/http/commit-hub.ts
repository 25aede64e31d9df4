import type { Database } from '../storage/database.ts';

export interface CommitHub {
  /**
   * Calls back with each new sequence of the firm, or null if only a possible change is known. Returns the unsubscribe
   * function.
   */
  subscribe(firmId: string, listener: (seq: number | null) => void): () => void;
  /** Of one firm, or of all. */
  subscriberCount(firmId?: string): number;
  dispose(): void;
}

/** Distributes the database's commits to the subscribers of their firm. */
export function createCommitHub(storage: Pick<Database, 'onCommit'>): CommitHub {
  const byFirm = new Map<string, Set<(seq: number | null) => void>>();
  const stop = storage.onCommit((firmId, seq) => {
    const groups = firmId === null ? [...byFirm.values()] : [byFirm.get(firmId) ?? []];
    for (const listeners of groups) for (const listener of listeners) listener(seq);
  });
  return {
    subscribe(firmId, listener) {
      const listeners = byFirm.get(firmId) ?? new Set();
      byFirm.set(firmId, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && byFirm.get(firmId) === listeners) byFirm.delete(firmId);
      };
    },
    subscriberCount: (firmId) =>
      firmId === undefined
        ? [...byFirm.values()].reduce((count, listeners) => count + listeners.size, 0)
        : (byFirm.get(firmId)?.size ?? 0),
    dispose() {
      stop();
      byFirm.clear();
    },
  };
}
