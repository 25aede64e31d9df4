import type { FerryError } from '#app/contract/errors.ts';
import type { CachedRecord } from '#app/contract/records.ts';
import { ferrySchema } from '#app/schema/index.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import type { DeskStore } from './desk-store.ts';
import { type DeskState, recordKey } from './state.ts';

const MOST_RECORDS = 5000;

interface Deps {
  client: FerryClient;
  store: DeskStore;
  fail: (error: FerryError) => void;
}

/** Keeps the records on screen as main has them. */
export function createRecords({ client, store, fail }: Deps) {
  const asked = new Set<string>();

  function put(records: CachedRecord[]) {
    if (records.length === 0) return;
    const arrived = Object.fromEntries(records.map((record) => [recordKey(record.table, record.id), record]));
    store.setState((state) => ({ records: { ...pruned(state), ...arrived } }));
  }

  /** Long scrolling must not pile up a table: beyond the limit, what no list shows and nobody asked for is let go. */
  function pruned({ records, windows }: DeskState): DeskState['records'] {
    if (Object.keys(records).length <= MOST_RECORDS) return records;
    const shown = new Set<string>(asked);
    for (const [key, { pages }] of Object.entries(windows)) {
      const table = key.slice(0, key.indexOf('?'));
      for (const { ids } of Object.values(pages)) for (const id of ids) shown.add(recordKey(table, id));
    }
    return Object.fromEntries(Object.entries(records).filter(([key]) => shown.has(key)));
  }

  /** Reads a record anew. */
  async function load(table: string, id: string) {
    const key = recordKey(table, id);
    asked.add(key);
    const answer = await client.getCachedEntity(table, id);
    if (!answer.ok) {
      asked.delete(key);
      fail(answer.error);
    } else if (answer.value !== null) {
      put([answer.value]);
    }
  }

  return {
    put,
    load,
    /** Reads a record unless it is here or on its way. */
    ensure(table: string, id: string) {
      const key = recordKey(table, id);
      if (id !== '' && !asked.has(key) && store.getState().records[key] === undefined) void load(table, id);
    },
    /** The words that name a record; `''` where there is no such record. */
    async titleOf(table: string, id: string): Promise<string> {
      const key = recordKey(table, id);
      if (store.getState().records[key] === undefined) await load(table, id);
      const title = store.getState().records[key]?.data[ferrySchema.entity(table)?.title ?? ''];
      return typeof title === 'string' ? title : '';
    },
    /** Reads again those of the named records that are on screen. */
    async refresh(table: string, ids: string[] | null) {
      const { records } = store.getState();
      const held = Object.values(records).filter((record) => record.table === table);
      const stale = ids === null ? held.map(({ id }) => id) : ids.filter((id) => asked.has(recordKey(table, id)));
      // More than a screenful comes back through its list; only what was asked for by name is read singly.
      await Promise.all(stale.filter((id) => asked.has(recordKey(table, id))).map((id) => load(table, id)));
    },
    forgetAll() {
      asked.clear();
      store.setState({ records: {}, windows: {} });
    },
  };
}

export type Records = ReturnType<typeof createRecords>;
