import { type FerryError, FerryFailure } from '#app/contract/errors.ts';
import type { IdSource } from '#app/contract/ports.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { besideSent } from '#app/rules/overtaken.ts';
import { reversesSum } from '#app/rules/reversed-edits.ts';
import { validData } from '#app/rules/validate.ts';
import { type RecordData, referencesOf } from '#app/schema/index.ts';
import type { QueueRow } from '#app/store/queue.ts';
import { asProposal } from '#app/store/queue-row.ts';
import type { Store } from '#app/store/store.ts';

/** The error of a change that waits only for another. */
export function blockedError(blocker: Pick<QueueRow, 'changeId' | 'table' | 'recordId'>): FerryError {
  return {
    code: 'sync.blocked',
    action: 'fix',
    details: { changeId: blocker.changeId, table: blocker.table, recordId: blocker.recordId },
  };
}

type Content = Pick<QueueRow, 'data' | 'base'>;

export type Parked = ReturnType<typeof createParked>;

/** Parked changes: a person's actions on them, and their dependants. Each action is one transaction. */
export function createParked({
  store,
  ids,
}: {
  store: Pick<Store, 'queue' | 'cache' | 'schema' | 'transaction'>;
  ids: IdSource;
}) {
  const { queue, cache, schema } = store;

  function find(changeId: string, state: QueueRow['state']): QueueRow {
    const row = queue.find(changeId);
    if (!row) throw new FerryFailure('change.unknown', 'none', { changeId });
    if (row.state === state) return row;
    throw new FerryFailure('change.notParked', 'none', {
      changeId,
      state: row.state,
    });
  }

  /** All changes reachable from `start` by `next` that satisfy `isWanted`, in saving order. */
  function reach(
    start: QueueRow,
    isWanted: (row: QueueRow) => boolean,
    next: (row: QueueRow) => QueueRow[],
  ): QueueRow[] {
    const found = new Map<string, QueueRow>();
    const seenTxns = new Set<string>();
    const partnersOf = ({ txnId }: QueueRow): QueueRow[] => {
      if (txnId === null || seenTxns.has(txnId)) return [];
      seenTxns.add(txnId);
      return queue.ofTxn(txnId);
    };
    const waiting = [start];
    for (let row = waiting.pop(); row; row = waiting.pop()) {
      if (!isWanted(row) || found.has(row.changeId)) continue;
      found.set(row.changeId, row);
      waiting.push(...next(row), ...partnersOf(row));
    }
    return [...found.values()].sort((a, b) => a.id - b.id);
  }

  /** Everything that must move with a change: its transaction, what it blocks, and what blocks it. */
  function linked(row: QueueRow, state: QueueRow['state']): QueueRow[] {
    const blockerOf = ({ blockedBy }: QueueRow): QueueRow[] => {
      const blocker = blockedBy === null ? undefined : queue.find(blockedBy);
      return blocker ? [blocker] : [];
    };
    return reach(
      row,
      (each) => each.state === state,
      (each) => [...blockerOf(each), ...queue.blockedBy(each.changeId)],
    );
  }

  /** Only dependants: the transaction and what it blocks, not what blocks it. */
  function hangingOn(row: QueueRow): QueueRow[] {
    return reach(
      row,
      (each) => !each.synced && each.state !== 'discarded',
      (each) => queue.blockedBy(each.changeId),
    );
  }

  /** @param filledIn a person's correction of `row`; null if it is offered unchanged */
  function offerAgain(row: QueueRow, filledIn: RecordData | null): QueuedChange {
    const rows = linked(row, 'parked').filter((each) => each.changeId === row.changeId || !isDeletedSince(each));
    let offered = row;
    for (const next of rows) {
      const isRow = next.changeId === row.changeId;
      const content = isRow && filledIn ? corrected(row, filledIn) : null;
      const newChangeId = ids.next();
      const rest = besideSentOnes({ ...next, ...content }, isRow && filledIn ? filledIn : {});
      queue.requeue(next.changeId, newChangeId, rest ?? content);
      if (isRow) offered = queue.find(newChangeId) ?? row;
    }
    refoldAll(rows);
    return offered;
  }

  /**
   * An edit of a record that the same person deleted afterwards: uploaded, it would bring the record back for everybody. It stays
   * parked until a person retries that very one.
   */
  function isDeletedSince({ operation, table, recordId }: QueueRow): boolean {
    const record = operation === 'update' ? cache.row(table, recordId) : undefined;
    return record?.deleted === true && record.shadow !== null;
  }

  /** What is left to say beside later changes of the record that are sent and not answered; null where nothing changes. */
  function besideSentOnes(row: QueueRow, filledIn: RecordData): Content | null {
    const entity = cache.entityOf(row.table);
    const typed = new Set(Object.keys(filledIn));
    let content: Content | null = null;
    for (const later of queue.unacknowledgedOf(row.table, row.recordId)) {
      if (later.state !== 'sent' || later.id < row.id) continue;
      const said: QueueRow = content ? { ...row, ...content } : row;
      content = besideSent(entity, asProposal(later), said, typed) ?? content;
    }
    return content;
  }

  /** The row's content with the corrected fields, and their base as shown on the screen. */
  function corrected(row: QueueRow, data: RecordData): Content {
    const content = validData(cache.entityOf(row.table), row.operation, { ...row.data, ...data });
    if (row.operation !== 'update') return { data: content, base: row.base };
    const visible = cache.row(row.table, row.recordId)?.data ?? {};
    const added = Object.keys(content).filter((field) => !Object.hasOwn(row.data, field));
    return {
      data: content,
      base: { ...Object.fromEntries(added.map((field) => [field, visible[field] ?? null])), ...row.base },
    };
  }

  function refoldAll(rows: readonly QueueRow[]): void {
    const records = new Map(rows.map((row) => [recordKey(row.table, row.recordId), row]));
    for (const { table, recordId } of records.values()) cache.refoldParked(table, recordId);
  }

  return {
    /** @throws FerryFailure `change.unknown`, `change.notParked`. */
    find,
    linked,

    /**
     * Parks a change, the unsent rest of its transaction, and all unsent changes that depend on a record it would have
     * created.
     */
    park(row: QueueRow, error: FerryError, blockedBy: string | null): number {
      queue.park(row.changeId, error, blockedBy);
      const parked = new Map([[row.changeId, row]]);
      const seenTxns = new Set<string>();
      for (let level = [row]; level.length > 0; ) {
        const next: QueueRow[] = [];
        for (const { blocker, row: dependant } of dependantsOf(level, seenTxns)) {
          if (dependant.state !== 'pending' || parked.has(dependant.changeId)) continue;
          queue.park(dependant.changeId, blockedError(blocker), blocker.changeId);
          parked.set(dependant.changeId, dependant);
          next.push(dependant);
        }
        level = next;
      }
      refoldAll([...parked.values()]);
      return parked.size;
    },

    retry(changeId: string): QueuedChange {
      return store.transaction(() => offerAgain(find(changeId, 'parked'), null));
    },

    /** @throws FerryFailure `validation.*`; the change stays parked, unchanged, then */
    editAndRetry(changeId: string, data: RecordData): QueuedChange {
      return store.transaction(() => offerAgain(find(changeId, 'parked'), data));
    },

    discard(changeId: string): string[] {
      return store.transaction(() => {
        const rows = hangingOn(find(changeId, 'parked'));
        for (const row of rows) queue.setState(row.changeId, 'discarded');
        refoldAll(rows);
        return rows.map((row) => row.changeId);
      });
    },

    /** Undoes a discard: the change and its dependants need attention again. */
    restoreDiscarded(changeId: string): string[] {
      return store.transaction(() => {
        const rows = linked(find(changeId, 'discarded'), 'discarded');
        for (const row of rows) queue.setState(row.changeId, 'parked');
        refoldAll(rows);
        return rows.map((row) => row.changeId);
      });
    },
  };

  /** Unacknowledged changes that need these: their transactions, changes of records they would have created, and their undoing. */
  function dependantsOf(rows: readonly QueueRow[], seenTxns: Set<string>): Dependant[] {
    const partners = rows.flatMap((blocker) => {
      if (blocker.txnId === null || seenTxns.has(blocker.txnId)) return [];
      seenTxns.add(blocker.txnId);
      return queue.ofTxn(blocker.txnId).map((row) => ({ blocker, row }));
    });
    const inserts = new Map(
      rows.filter(({ operation }) => operation === 'insert').map((row) => [recordKey(row.table, row.recordId), row]),
    );
    const ofTheirRecords = [...inserts.values()].flatMap((blocker) =>
      queue.unacknowledgedOf(blocker.table, blocker.recordId).map((row) => ({ blocker, row })),
    );
    return [...partners, ...ofTheirRecords, ...childrenOf(inserts), ...rows.flatMap(reversalsOf)];
  }

  /** Uploaded alone, they would take from a sum what the refused change never added. */
  function reversalsOf(blocker: QueueRow): Dependant[] {
    const entity = schema.entity(blocker.table);
    if (!entity || blocker.operation !== 'update') return [];
    return queue
      .unacknowledgedOf(blocker.table, blocker.recordId)
      .filter((row) => row.id > blocker.id && reversesSum(entity, blocker, row))
      .map((row) => ({ blocker, row }));
  }

  function childrenOf(inserts: ReadonlyMap<string, QueueRow>): Dependant[] {
    return schema.entities.flatMap((entity) =>
      referencesOf(entity).flatMap(({ field, table }) => {
        const parents = [...inserts.values()].filter((insert) => insert.table === table);
        if (parents.length === 0) return [];
        const recordIds = parents.map(({ recordId }) => recordId);
        return queue.pendingReferringTo(entity.table, field, recordIds).flatMap((row): Dependant[] => {
          const blocker = inserts.get(recordKey(table, String(row.data[field])));
          return blocker ? [{ blocker, row }] : [];
        });
      }),
    );
  }
}

interface Dependant {
  blocker: QueueRow;
  row: QueueRow;
}
