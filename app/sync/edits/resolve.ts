import { FerryFailure } from '#app/contract/errors.ts';
import type { NewChange, Resolution } from '#app/contract/operations.ts';
import type { Clock } from '#app/contract/ports.ts';
import { type ConflictField, WHOLE_RECORD } from '#app/contract/protocol.ts';
import type { StoredConflict } from '#app/contract/queue.ts';
import { type RecordData, sameJson } from '#app/schema/index.ts';
import type { ConflictRow } from '#app/store/conflicts.ts';
import type { CachedRow } from '#app/store/shadow.ts';
import type { Store } from '#app/store/store.ts';
import type { Edits } from './edit.ts';

export type Resolver = ReturnType<typeof createResolver>;

/**
 * A person's decision on a conflict: it becomes an ordinary change, so that everyone receives it and it can be undone.
 */
export function createResolver({
  store,
  edits,
  clock,
}: {
  store: Pick<Store, 'conflicts' | 'cache' | 'queue' | 'state' | 'noteChanged' | 'transaction'>;
  edits: Edits;
  clock: Clock;
}) {
  const { conflicts, cache, queue, state } = store;

  function find(conflictId: string): ConflictRow {
    const found = conflicts.find(conflictId);
    if (found) return found;
    throw new FerryFailure('conflict.unknown', 'none', { conflictId });
  }

  function withTitle(row: ConflictRow): StoredConflict {
    const { resolvedBy: _resolvedBy, ...conflict } = row;
    const data = cache.row(row.table, row.recordId)?.data;
    const mineAt = queue.find(row.changeId)?.createdAt ?? row.createdAt;
    return { ...conflict, mineAt, title: String(data?.[cache.entityOf(row.table).title] ?? row.recordId) };
  }

  function settle(conflict: ConflictRow, resolution: Resolution): void {
    if (conflict.resolution) {
      throw new FerryFailure('conflict.resolved', 'none', {
        conflictId: conflict.conflictId,
      });
    }
    const change = changeFor(conflict, resolution);
    const queued = change && edits.queueChange(change);
    conflicts.settle(conflict.conflictId, resolution.choice, clock.nowMs(), queued?.changeId ?? null);
    const row = queue.find(conflict.changeId);
    if (row?.state === 'conflict' && !conflicts.hasOpenOf(conflict.changeId)) queue.setState(conflict.changeId, 'done');
    store.noteChanged(conflict.table, conflict.recordId);
  }

  /** The write that makes the record match the choice; undefined if it already does. */
  function changeFor(conflict: ConflictRow, resolution: Resolution): NewChange | undefined {
    const { table, recordId } = conflict;
    const row = cache.row(table, recordId);
    if (!row) {
      if (isFetchingAnew()) throw early(conflict);
      return undefined;
    }
    const { choice } = resolution;
    const isShownUnkept = isAwaited(table, row);
    const whole = conflict.fields.find(({ field }) => field === WHOLE_RECORD);
    if (isShownUnkept && whole) throw early(conflict);
    if (whole && choice !== 'edited' && whole[choice] === 'deleted')
      return row.deleted ? undefined : { table, operation: 'delete', recordId, data: {} };
    const chosen = choice === 'edited' ? resolution.data : valuesOf(conflict.fields, choice);
    if (isShownUnkept && conflict.fields.some((field) => onlyLooksKept(field, chosen, row))) throw early(conflict);
    const data = Object.fromEntries(
      Object.entries(chosen).filter(([field, value]) => !sameJson(value, row.data[field])),
    );
    const isToReturn = row.deleted && whole !== undefined;
    if (Object.keys(data).length === 0 && !isToReturn) return undefined;
    const before = Object.fromEntries(Object.keys(data).map((field) => [field, row.data[field] ?? null]));
    const seen = { base: before, baseVersion: row.version };
    return row.deleted
      ? { table, operation: 'insert', recordId, data: { ...row.data, ...data }, seen }
      : { table, operation: 'update', recordId, data };
  }

  /** A record that is not here may come, and then say something else than what was chosen. */
  const isFetchingAnew = (): boolean => state.get('epoch') === null || state.get('fill') !== null;

  /** The answer that told of the conflict had no room for the record: the screen still shows the value that was set aside. */
  function isAwaited(table: string, { id, version }: CachedRow): boolean {
    return state.get('awaited').some((each) => each.table === table && each.recordId === id && each.version > version);
  }

  return {
    list: (filter: Parameters<typeof conflicts.list>[0]): StoredConflict[] => conflicts.list(filter).map(withTitle),

    /** @throws FerryFailure `conflict.unknown`, `conflict.resolved`, `conflict.early`, `validation.*`, `record.inUse`. */
    resolve(conflictId: string, resolution: Resolution): StoredConflict {
      return store.transaction(() => {
        settle(find(conflictId), resolution);
        return withTitle(find(conflictId));
      });
    },

    /** The same choice for every open conflict over the same fields of the same table; returns their ids. */
    resolveAlike(conflictId: string, choice: 'mine' | 'theirs'): string[] {
      return store.transaction(() => {
        const model = find(conflictId);
        const alike = conflicts
          .list({ isOpen: true, table: model.table }, Number.MAX_SAFE_INTEGER)
          .filter((other) => fieldsKey(other) === fieldsKey(model));
        for (const conflict of alike) settle(conflict, { choice });
        return alike.map((conflict) => conflict.conflictId);
      });
    },

    /**
     * Reopens a conflict and undoes what its resolution wrote. @throws FerryFailure `conflict.unknown`, and
     * `change.unknown` if that was cleaned up; the conflict stays settled then
     */
    undo(conflictId: string): StoredConflict {
      return store.transaction(() => {
        const conflict = find(conflictId);
        if (!conflict.resolution) return withTitle(conflict);
        if (conflict.resolvedBy !== null) edits.undoChanges([conflict.resolvedBy]);
        conflicts.settle(conflictId, null, null, null);
        if (queue.find(conflict.changeId)?.state === 'done') queue.setState(conflict.changeId, 'conflict');
        store.noteChanged(conflict.table, conflict.recordId);
        return withTitle(find(conflictId));
      });
    },
  };
}

/** The record seems to have the chosen value already, and the server has another one. */
function onlyLooksKept({ field, kept }: ConflictField, chosen: RecordData, row: CachedRow): boolean {
  if (!Object.hasOwn(chosen, field)) return false;
  return sameJson(chosen[field], row.data[field]) && !sameJson(chosen[field], kept);
}

function early({ conflictId, recordId }: ConflictRow): FerryFailure {
  return new FerryFailure('conflict.early', 'wait', { conflictId, recordId });
}

/** Field values of the chosen side. Whole-record conflicts (`*`) carry no value. */
function valuesOf(fields: readonly ConflictField[], choice: 'mine' | 'theirs'): RecordData {
  const values = fields.filter(({ field }) => field !== WHOLE_RECORD);
  return Object.fromEntries(values.map((value) => [value.field, value[choice]]));
}

function fieldsKey({ fields }: ConflictRow): string {
  return fields
    .map(({ field }) => field)
    .sort()
    .join();
}
