import { toFerryError } from '#app/contract/errors.ts';
import type { RecordsChanged } from '#app/contract/events.ts';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import type { Store } from '#app/store/store.ts';

/** More changes than this make the fold of a record noticeably slower. */
const MOST_CHANGES = 20;
/** Delay after a save, so that folding does not run between keystrokes. */
const FOLD_AFTER_MS = 3_000;

export interface FoldEditsOptions {
  store: Pick<Store, 'cache' | 'queue' | 'schema' | 'transaction'>;
  clock: Clock;
  ids: IdSource;
  log: Log;
  yieldToLoop: () => Promise<void>;
  onFolded: () => void;
}

/**
 * Without a server no answer ever shortens the outbox. Once a record has many waiting changes, this joins them into its
 * insert, which then has the visible values; the single edits stay in the queue as coalesced ones, for undo and history,
 * and are no longer folded. Decision: docs/decisions/0017.
 */
export function createFoldEdits({ store, clock, ids, log, yieldToLoop, onFolded }: FoldEditsOptions) {
  const { cache, queue } = store;
  const noted = new Map<string, Set<string> | 'all'>();
  let cancelTimer: (() => void) | null = null;
  let isDisposed = false;

  function foldRecord(table: string, recordId: string): void {
    const rows = queue.unacknowledgedOf(table, recordId);
    const [head, ...tails] = rows;
    const row = cache.row(table, recordId);
    if (rows.length <= MOST_CHANGES || head?.operation !== 'insert' || !row || row.deleted || row.shadow) return;
    if (rows.some(({ state, attempts }) => state !== 'pending' || attempts > 0)) return;
    const joined = { data: row.data, base: {} };
    queue.coalesce(
      head,
      ids.next(),
      joined,
      tails.map(({ changeId }) => changeId),
    );
    cache.refold(table, recordId);
  }

  async function foldNoted(): Promise<void> {
    const due = [...noted].flatMap(([table, records]) =>
      (records === 'all' ? queue.oftenEdited(table, MOST_CHANGES) : [...records]).map((id) => ({ table, id })),
    );
    noted.clear();
    for (const { table, id } of due) {
      if (isDisposed) return;
      if (!queue.hasMoreThan(table, id, MOST_CHANGES)) continue;
      store.transaction(() => foldRecord(table, id), { durable: false });
      await yieldToLoop();
    }
    if (!isDisposed) onFolded();
  }

  function start(): void {
    cancelTimer = null;
    // What could not be folded now, as on a full disk, is folded after a later save.
    foldNoted().catch((thrown) => log.warn('edits.notFolded', { code: toFerryError(thrown).code }));
  }

  return {
    /** Records were saved. */
    note(changes: readonly RecordsChanged[]): void {
      for (const { table, ids: changed } of changes) {
        const known = noted.get(table);
        if (changed === null || known === 'all') noted.set(table, 'all');
        else noted.set(table, new Set([...(known ?? []), ...changed]));
      }
      if (!isDisposed) cancelTimer ??= clock.setTimer(FOLD_AFTER_MS, start);
    },
    dispose(): void {
      isDisposed = true;
      cancelTimer?.();
    },
  };
}
