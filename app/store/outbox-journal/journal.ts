import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import type { Database } from '../database.ts';
import type { QueueReading } from '../queue-reading.ts';
import type { StateStore } from '../state.ts';
import { toStoreFailure } from '../storage-error.ts';
import type { JournalFile } from './file.ts';
import { createFileSync } from './file-sync.ts';
import { type JournalOwner, recordOf } from './record.ts';
import { encodeRecord } from './record-codec.ts';
import { createRewrite, type Rewrite } from './rewrite.ts';
import type { TouchedChanges } from './touched.ts';

/** Below this size the file is not rewritten while changes wait. */
const SMALL_BYTES = 256 * 1024;
/** Delay before retrying a journal that could not be written. */
const RETRY_MS = 5_000;

export interface OutboxJournalOptions {
  file: JournalFile;
  database: Database;
  queue: Pick<QueueReading, 'find' | 'pendingPage' | 'hasWaiting'>;
  state: StateStore;
  touched: TouchedChanges;
  clock: Clock;
  ids: IdSource;
  log: Log;
  /** Yields to the event loop between slices of a rewrite. */
  yieldToLoop: () => Promise<void>;
  /** Why saved work has no second copy; null once it has one again. */
  onTrouble: (error: FerryError | null) => void;
}

export type OutboxJournal = ReturnType<typeof createOutboxJournal>;

/**
 * The outbox's second copy: an append-only file with a record of each transaction that touches the outbox. The record
 * is written, and its fsync started, just before the COMMIT, so that both run in parallel; `settled` reports when it is
 * on disk. The database decides whether a change is saved. A journal that cannot be written is reported and rewritten
 * from the database as soon as possible. Decision: docs/decisions/0012.
 */
export function createOutboxJournal(options: OutboxJournalOptions) {
  const { file, database, queue, state, touched, clock, ids, log, yieldToLoop, onTrouble } = options;
  /** File length in bytes, all of them valid. */
  let length = 0;
  let lengthWhenRewritten = 0;
  /** What the current transaction has written, for its rollback. */
  let uncommitted: { fileLength: number | null; rewrite: Rewrite | null } | null = null;
  let ownerWritten = '';
  /** False until the file matches the database; until then appending is useless. */
  let isCurrent = false;
  let rewrite: Rewrite | null = null;
  let rewritten: Promise<void> | null = null;
  let hasTrouble = false;
  let cancelRetry: (() => void) | null = null;
  let isDisposed = false;
  const sync = createFileSync({ file, isWanted: () => isCurrent, onFailure: fail });

  database.beforeCommit(writeRecord);
  database.afterCommit(() => {
    uncommitted = null;
  });
  database.afterRollback(takeRecordBack);

  function ownerOf(): JournalOwner | null {
    const owner = state.get('owner');
    return owner && { ...owner, personId: state.get('personId') };
  }

  function writeRecord(isDurable: boolean): void {
    const changed = touched.take();
    const owner = ownerOf();
    const isNewOwner = JSON.stringify(owner) !== ownerWritten;
    if (changed.size === 0 && !isNewOwner) return;
    const seq = nextSeq();
    const bytes = encodeRecord({ ...recordOf(seq, changed, queue), ...(isNewOwner ? { owner } : {}) });
    rewrite?.add(bytes);
    uncommitted = { fileLength: isCurrent ? length : null, rewrite };
    if (!isCurrent) return;
    try {
      file.append(bytes);
      length += bytes.length;
      ownerWritten = JSON.stringify(owner);
      if (isDurable) sync.start();
    } catch (thrown) {
      fail(thrown);
    }
  }

  function nextSeq(): number {
    const { line, seq } = state.get('outboxJournal') ?? { line: ids.next(), seq: 0 };
    state.set({ outboxJournal: { line, seq: seq + 1 } });
    return seq + 1;
  }

  /** A rolled-back record must not be replayed at the next start. */
  function takeRecordBack(): void {
    const written = uncommitted;
    uncommitted = null;
    written?.rewrite?.rollBack();
    if (!written || written.fileLength === null || !isCurrent) return;
    try {
      file.truncate(written.fileLength);
      length = written.fileLength;
      ownerWritten = '';
    } catch (thrown) {
      fail(thrown);
    }
  }

  /** After a failed write the file's content is unknown, so the whole file is rewritten. */
  function fail(thrown: unknown): void {
    const error = toFerryError(toStoreFailure(thrown));
    isCurrent = false;
    hasTrouble = true;
    log.error('journal.failed', { code: error.code, details: error.details });
    onTrouble(error);
    if (!isDisposed) cancelRetry ??= clock.setTimer(RETRY_MS, retry);
  }

  function retry(): void {
    cancelRetry = null;
    void writeAnew();
  }

  /** Rewrites the file from the database, a few hundred changes at a time; synchronously if that is all. */
  function writeAnew(): Promise<void> | null {
    if (rewritten || isDisposed) return rewritten;
    try {
      rewrite = createRewrite({ file, queue, state, owner: ownerOf() });
      const last = rewrite;
      if (!last.step() || sync.running()) rewritten = continueRewrite(last);
      else finishRewrite(last);
    } catch (thrown) {
      abandonRewrite(thrown);
    }
    return rewritten;
  }

  async function continueRewrite(current: Rewrite): Promise<void> {
    try {
      while (!isDisposed && !current.step()) await yieldToLoop();
      await current.sync();
      // The descriptor being replaced must be idle.
      await sync.idle();
      if (!isDisposed) finishRewrite(current);
      else current.abandon();
    } catch (thrown) {
      abandonRewrite(thrown);
    }
    rewritten = null;
  }

  function finishRewrite(current: Rewrite): void {
    length = current.commit();
    lengthWhenRewritten = length;
    ownerWritten = current.owner;
    rewrite = null;
    isCurrent = true;
    if (hasTrouble) onTrouble(null);
    hasTrouble = false;
  }

  function abandonRewrite(thrown: unknown): void {
    try {
      rewrite?.abandon();
    } catch {
      // The next rewrite overwrites it.
    }
    rewrite = null;
    fail(thrown);
  }

  return {
    /**
     * Continues a file that matches the database (up to `goodBytes`), or rewrites it (null). Replay what the file has
     * beyond the database first.
     */
    begin(goodBytes: number | null): void {
      if (goodBytes === null) {
        void writeAnew();
        return;
      }
      isCurrent = true;
      length = goodBytes;
      lengthWhenRewritten = goodBytes;
      ownerWritten = JSON.stringify(ownerOf());
    },

    /** Leaves an unreadable file untouched and reports it. */
    standAside(thrown: unknown): void {
      onTrouble(toFerryError(toStoreFailure(thrown)));
    },

    /** Null if everything saved is on disk; else resolves once it is, or once the failure is reported. */
    settled: (): Promise<void> | null => sync.running() ?? (isCurrent ? null : rewritten),

    /** Rewrites the file if most of it concerns settled changes; no need to wait for it. */
    keepShort(): void {
      const isDue = queue.hasWaiting()
        ? length > Math.max(SMALL_BYTES, 2 * lengthWhenRewritten)
        : length > SMALL_BYTES / 8;
      if (isCurrent && isDue && !rewritten) void writeAnew();
    },

    async dispose(): Promise<void> {
      isDisposed = true;
      cancelRetry?.();
      await rewritten;
      await sync.idle();
      file.close();
    },
  };
}
