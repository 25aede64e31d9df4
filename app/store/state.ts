import type { Alone } from '#app/contract/alone.ts';
import type { JsonValue } from '#app/schema/index.ts';
import type { Database } from './database.ts';

/** Progress of the first fill, or of the one after a reset. */
export interface FillState {
  /** The sequence at which the snapshot is pinned and the feed continues; null until the first page arrived. */
  asOf: number | null;
  /**
   * The table being fetched, and the id after which its next page starts; null once only stale rows are left to clear.
   */
  table: string | null;
  after: string | null;
  done: number;
  /** Table → number of records, from its first page. */
  totals: Record<string, number>;
}

/** Until its record arrives, an acknowledged change is still folded over the older shadow. */
export interface AwaitedRecord {
  changeId: string;
  table: string;
  recordId: string;
  version: number;
}

/** What this device remembers of itself and the server. */
export interface SyncState {
  deviceId: string;
  epoch: string | null;
  epochSeq: number;
  /**
   * Incremented when the server's data set is replaced; shadows of older generations are overwritten as data arrives.
   */
  generation: number;
  cursor: number;
  ticket: string | null;
  round: number;
  /** The last round whose response is stored. */
  ackedThrough: number;
  fill: FillState | null;
  /** Acknowledged changes whose record did not fit into the response; the feed brings it, at this version or later. */
  awaited: AwaitedRecord[];
  /** Sequence up to which tombstones were removed, because the server has removed them. */
  horizon: number;
  /** Outbox position at which re-folding records continues; null if there is none to do. */
  refoldAfter: number | null;
  lastFullPullAt: number | null;
  /**
   * The last state written to the outbox journal: the database's name in it, and the number of its last transaction.
   */
  outboxJournal: { line: string; seq: number } | null;
  /** The server and firm this database belongs to. */
  owner: { server: string; firmId: string } | null;
  /** Who uses it without a server; then `owner.server` is '', and `owner.firmId` and `personId` were made here. */
  alone: Alone | null;
  /** Who signed in last; their own writes are not news to them. */
  personId: string;
  pausedUntil: number | 'resumed' | null;
  /**
   * Changes that the database had lost and the outbox journal still had, and when they were restored; null once the
   * person has seen it.
   */
  broughtBack: { changes: number; atMs: number } | null;
  /** How long this desk has been in use, ms, and the firm's sequence once per day of use. */
  useMs: number;
  useMarks: { useMs: number; seq: number }[];
  /** Of the app that last synced: a newer one may know tables that the older one ignored. */
  schemaVersion: number;
  /** Tables whose older rows still lack sort keys, and the row to continue after; see `sort-keys.ts`. */
  sortKeysDue: { table: string; after: number }[];
  /** Tables with rows not yet indexed, and the row to continue after; see `search-index.ts`. */
  searchDue: { table: string; after: number }[];
  /** Rows whose text in the search index is outdated; see `search-index.ts`. */
  searchWaiting: { table: string; rows: number[] }[];
}

const INITIAL: SyncState = {
  deviceId: '',
  epoch: null,
  epochSeq: 0,
  generation: 0,
  cursor: 0,
  ticket: null,
  round: 0,
  ackedThrough: 0,
  fill: null,
  awaited: [],
  horizon: 0,
  refoldAfter: null,
  lastFullPullAt: null,
  outboxJournal: null,
  owner: null,
  alone: null,
  personId: '',
  pausedUntil: 'resumed',
  broughtBack: null,
  useMs: 0,
  useMarks: [],
  schemaVersion: 0,
  sortKeysDue: [],
  searchDue: [],
  searchWaiting: [],
};

export interface StateStore {
  get<K extends keyof SyncState>(key: K): SyncState[K];
  set(values: Partial<SyncState>): void;
}

/** `sync_state` as a typed record; reads come from memory, writes join the current transaction. */
export function createStateStore(database: Database): StateStore {
  let state = load();
  database.afterRollback(() => {
    state = load();
  });

  function load(): SyncState {
    const rows = database.statement<{ key: string; value: string }>('SELECT key, value FROM sync_state').all();
    return { ...INITIAL, ...Object.fromEntries(rows.map(({ key, value }) => [key, JSON.parse(value) as JsonValue])) };
  }

  return {
    get: (key) => state[key],
    set(values) {
      const put = database.statement(
        'INSERT INTO sync_state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      );
      for (const [key, value] of Object.entries(values)) put.run([key, JSON.stringify(value)]);
      state = { ...state, ...values };
    },
  };
}
