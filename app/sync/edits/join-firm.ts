import { toFerryError } from '#app/contract/errors.ts';
import type { Joined } from '#app/contract/operations.ts';
import type { Log } from '#app/contract/ports.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { validData } from '#app/rules/validate.ts';
import { type AnyEntity, type RecordData, referencesOf } from '#app/schema/index.ts';
import type { Store } from '#app/store/store.ts';
import type { Edits } from './edit.ts';

/** More changes than anybody makes without a server. */
const MOST_CHANGES = 100_000;

export interface FirmToJoin {
  server: string;
  firmId: string;
  personId: string;
  /** A person's id in the previous firm → in this one. Nobody else may be named there. */
  people: ReadonlyMap<string, string>;
  /** False: no work comes along. */
  bringsWork: boolean;
  /** Keys (`recordKey`) of records whose waiting work is left behind. */
  without: ReadonlySet<string>;
}

interface Brought {
  table: string;
  recordId: string;
  data: RecordData;
}

export interface JoinFirmOptions {
  store: Pick<Store, 'cache' | 'queue' | 'state' | 'schema' | 'drafts' | 'firmData' | 'transaction'>;
  edits: Pick<Edits, 'queueChange'>;
  log: Log;
}

/**
 * Moves this desk to another firm, for example after a server was set up again. Only work that was never uploaded stays:
 * each such record in its current state, with its parents, is saved again as an insert, because the new firm has
 * nothing to edit. One transaction.
 */
export function createJoinFirm({ store, edits, log }: JoinFirmOptions) {
  const { cache, queue, state, schema } = store;

  const isHere = (table: string, id: string) => cache.row(table, id)?.deleted === false;

  /** The record as it can be saved in the new firm; null if it cannot. */
  function translated(entity: AnyEntity, data: RecordData, people: FirmToJoin['people']): RecordData | null {
    const mapped = Object.entries(data).map(([name, value]) => {
      const isPerson = entity.fields[name]?.kind === 'person';
      return [name, isPerson && typeof value === 'string' ? (people.get(value) ?? null) : value];
    });
    try {
      return validData(entity, 'insert', Object.fromEntries(mapped));
    } catch (thrown) {
      log.warn('firm.notBrought', { table: entity.table, code: toFerryError(thrown).code });
      return null;
    }
  }

  /** Parents first; `false` if the record or a parent cannot come along. */
  function take(table: string, recordId: string, target: FirmToJoin, taken: Map<string, Brought | null>): boolean {
    const key = recordKey(table, recordId);
    const known = taken.get(key);
    if (known !== undefined) return known !== null;
    taken.set(key, null);
    const row = cache.row(table, recordId);
    if (!row || row.deleted) return false;
    const entity = cache.entityOf(table);
    const data = translated(entity, row.data, target.people);
    if (data === null) return false;
    for (const reference of referencesOf(entity)) {
      const parent = data[reference.field];
      if (typeof parent === 'string' && !take(reference.table, parent, target, taken)) return false;
    }
    // Reinserted behind its parents, since the map keeps insertion order.
    taken.delete(key);
    taken.set(key, { table, recordId, data });
    return true;
  }

  function collect(target: FirmToJoin): { brought: Brought[]; left: number } {
    const waiting = queue.pendingPage(MOST_CHANGES, 0);
    const records = new Map(waiting.map((row) => [recordKey(row.table, row.recordId), row]));
    const taken = new Map<string, Brought | null>();
    let left = 0;
    for (const [key, { table, recordId }] of records) {
      const isWanted = target.bringsWork && !target.without.has(key) && isHere(table, recordId);
      if (!isWanted || !take(table, recordId, target, taken)) left += 1;
    }
    return { brought: [...taken.values()].filter((record) => record !== null), left };
  }

  return (target: FirmToJoin): Omit<Joined, 'file'> =>
    store.transaction(() => {
      const { brought, left } = collect(target);
      const ours = new Set(brought.map(({ table, recordId }) => recordKey(table, recordId)));
      const drafts = store.drafts.ofPerson(schema.entities, state.get('personId'), (table, recordId) =>
        ours.has(recordKey(table, recordId)),
      );
      store.firmData.remove();
      state.set({
        owner: { server: target.server, firmId: target.firmId },
        alone: null,
        personId: target.personId,
        epoch: null,
        epochSeq: 0,
        generation: state.get('generation') + 1,
        cursor: 0,
        ticket: null,
        round: 0,
        ackedThrough: 0,
        fill: null,
        horizon: 0,
        refoldAfter: null,
        lastFullPullAt: null,
        pausedUntil: 'resumed',
        useMarks: [],
        sortKeysDue: [],
        searchDue: [],
      });
      for (const { table, recordId, data } of brought) {
        edits.queueChange({ table, operation: 'insert', recordId, data });
      }
      for (const { table, field, value, at } of drafts) store.drafts.put(table, target.personId, field, value, at);
      log.info('firm.joined', { brought: brought.length, left });
      return { brought: brought.length, left };
    });
}
