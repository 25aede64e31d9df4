import type { JsonValue } from '#app/schema/index.ts';
import type { Database } from './database.ts';

/** How far the first fill, or the one after a reset, has come. */
export interface FillState {
  /** The sequence the snapshot is pinned at, and the feed goes on from; null until the first page arrived. */
  asOf: number | null;
  /** The table being fetched, and the id its next page starts after; null once only stale rows are left to clear. */
  table: string | null;
  after: string | null;
  done: number;
  /** Table → number of records, from its first page. */
  totals: Record<string, number>;
}

/** Until its record comes, an acknowledged change is still to be folded over the older shadow. */
export interface AwaitedRecord {
  changeId: string;
  table: string;
  recordId: string;
  version: number;
}

/** What this device remembers of itself and of the server. */
export interface SyncState {
  deviceId: string;
  epoch: string | null;
  epochSeq: number;
  /** Raised whenever the server's data set is replaced; shadows of an older one wait to be overwritten. */
  generation: number;
  cursor: number;
  ticket: string | null;
  round: number;
  /** The last round whose answer is stored here. */
  ackedThrough: number;
  fill: FillState | null;
  /** Acknowledged changes whose record was too much for that answer; the feed brings it, at this version or a later one. */
  awaited: AwaitedRecord[];
  /** Up to which tombstones were dropped here because the server has dropped them. */
  horizon: number;
  /** Where in the outbox folding its records anew goes on; null where none have to be. */
  refoldAfter: number | null;
  lastFullPullAt: number | null;
  /** The last state written to the outbox journal: the name of this database there, and the number of its last transaction. */
  outboxJournal: { line: string; seq: number } | null;
  /** The server and firm this database belongs to. */
  owner: { server: string; firmId: string } | null;
  /** Who signed in here last; their own writes are no news to them. */
  personId: string;
  pausedUntil: number | 'resumed' | null;
  /** Changes that the database had lost and the outbox journal still had, when they came back; null once the person knows. */
  broughtBack: { changes: number; atMs: number } | null;
  /** How long this desk has been in use, ms, and where the firm's number line stood once a day of it. */
  useMs: number;
  useMarks: { useMs: number; seq: number }[];
  /** Of the app that last synced: a newer one may know tables the older passed over. */
  schemaVersion: number;
  /** Tables whose older rows still wait for their sort keys, and the row to go on after; see `sort-keys.ts`. */
  sortKeysDue: { table: string; after: number }[];
  /** Tables with rows that search does not find yet, and the row to go on after; see `search-index.ts`. */
  searchDue: { table: string; after: number }[];
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
  personId: '',
  pausedUntil: 'resumed',
  broughtBack: null,
  useMs: 0,
  useMarks: [],
  schemaVersion: 0,
  sortKeysDue: [],
  searchDue: [],
};

export interface StateStore {
  get<K extends keyof SyncState>(key: K): SyncState[K];
  set(values: Partial<SyncState>): void;
}

/** `sync_state` as a typed record; reads come from memory, writes go through the current transaction. */
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
