import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import type { Store } from '../store.ts';
import type { JournalFile } from './file.ts';
import { createOutboxJournal, type OutboxJournal, type OutboxJournalOptions } from './journal.ts';
import { type JournalContent, type JournalFact, readJournal } from './read.ts';
import { replay } from './replay.ts';

export interface OpenJournalOptions extends Pick<OutboxJournalOptions, 'yieldToLoop' | 'onTrouble'> {
  store: Pick<Store, 'state' | 'database' | 'queue' | 'touched' | 'receipts' | 'cache' | 'schema' | 'transaction'>;
  file: JournalFile;
  clock: Clock;
  ids: IdSource;
  log: Log;
}

/**
 * Compares the journal with the database before anything is saved: changes that the database has lost (a damaged or
 * missing file or write-ahead log) return to the outbox under their ids. If the database is ahead, or the file belongs
 * to another one, the journal is rewritten.
 * @throws FerryFailure `store.*` if the database cannot take the changes; the journal is unchanged then
 */
export function openOutboxJournal(options: OpenJournalOptions): OutboxJournal {
  const { store, file, clock, ids, log } = options;
  const { state } = store;
  const { content, goodBytes, failure = null } = readOrSetAside();
  const known = state.get('outboxJournal');
  const isSameLine = known !== null && content.line === known.line;
  const lost = isSameLine ? factsAfter(content, known.seq) : content.facts;

  const broughtBack = store.transaction(() => {
    const changes = replay(store, lost);
    if (state.get('owner') === null && content.owner) {
      const { personId, ...owner } = content.owner;
      state.set({ owner, personId });
    }
    const line = content.line ?? known?.line ?? ids.next();
    state.set({ outboxJournal: { line, seq: Math.max(content.seq, isSameLine ? known.seq : 0) } });
    if (changes > 0) {
      const before = state.get('broughtBack')?.changes ?? 0;
      state.set({ broughtBack: { changes: before + changes, atMs: clock.nowMs() } });
    }
    return changes;
  });
  if (broughtBack > 0) log.warn('journal.broughtBack', { changes: broughtBack, isSameLine });

  const { database, queue, touched } = store;
  const journal = createOutboxJournal({ ...options, database, queue, state, touched });
  if (failure !== null) journal.standAside(failure);
  else journal.begin(isSameLine && content.seq >= known.seq ? goodBytes : null);
  return journal;

  /** Keeps an unusable journal under another name, so that its work can still be found. */
  function readOrSetAside(): { content: JournalContent; goodBytes: number | null; failure?: unknown } {
    try {
      const bytes = file.read();
      const found = readJournal(bytes);
      const reason = reasonToSetAside(found);
      if (reason !== null) setAside(reason);
      if (reason === 'otherFirm') return { content: readJournal(Buffer.alloc(0)), goodBytes: null };
      if (found.isTorn) file.truncate(found.wholeBytes);
      return { content: found, goodBytes: reason === null ? found.wholeBytes : null };
    } catch (thrown) {
      log.error('journal.unreadable', { reason: String(thrown) });
      return { content: readJournal(Buffer.alloc(0)), goodBytes: null, failure: thrown };
    }
  }

  function reasonToSetAside({ damaged, owner }: JournalContent): 'damaged' | 'otherFirm' | null {
    const mine = state.get('owner');
    if (mine && owner && mine.firmId !== owner.firmId) return 'otherFirm';
    return damaged > 0 ? 'damaged' : null;
  }

  function setAside(reason: string): void {
    log.error('journal.setAside', { reason });
    file.setAside(`.${reason}-${clock.nowMs()}`);
  }
}

function factsAfter({ facts }: JournalContent, seq: number): Map<string, JournalFact> {
  return new Map([...facts].filter(([, fact]) => fact.seq > seq));
}
