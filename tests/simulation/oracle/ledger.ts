import type { Change } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';
import type { DeskHost } from '../desk-host.ts';
import { type QueueFacts, queueRows, stateOf } from './rows.ts';

/** What a person meant with one change, whatever its row is joined with or renamed to later. */
export interface Intent {
  key: string;
  /** The computer it was saved on, and when. */
  host: string;
  savedAtMs: number;
  table: string;
  recordId: string;
  operation: Change['operation'];
  txnId: string | null;
  baseVersion: number;
  /** The data set that version is of; null for a computer that has heard of none. */
  epoch: string | null;
  data: RecordData;
  base: RecordData;
  /** What it adds to the counter, if it does. */
  minutes: number;
}

/** A change as it went over the wire last. */
export interface Sending {
  change: Change;
  /** The computer that sent it first, and when. */
  host: string;
  sentAtMs: number;
  /** What was saved, one after the other; more than one where changes were joined. Empty for an id nobody saved under. */
  parts: Intent[];
  /** Any computer offered it again after a restore; its copy may not know that it was acknowledged. */
  isReoffered: boolean;
  /** The epochs in which it went out with an origin, and those in which it went without. */
  offeredIn: { again: Set<string>; first: Set<string> };
}

export interface Ledger {
  /** Notes what was saved since the last call. */
  noteSaved(host: DeskHost): void;
  /** The copy shares the history of its original. */
  adopt(copy: DeskHost, original: DeskHost): void;
  noteSent(change: Change, host: DeskHost, epoch: string | null): void;
  sent(changeId: string): Sending | undefined;
  /** Under the id it was saved with. */
  saved(changeId: string): Intent | undefined;
  intents(): Iterable<Intent>;
  /** The name a row of this computer's queue goes by on every copy. */
  keyOf(host: DeskHost, rowId: number): string;
  /** When this computer was copied from another; null for one that was not. */
  copiedAtMs(host: string): number | null;
  /** Performs what a person does, and notes what was discarded by it. */
  whileDiscarding(host: DeskHost, perform: () => void): void;
  isDiscardedByPerson(host: DeskHost, rowId: number): boolean;
}

/** Everything anybody saved, noted at the moment it was saved. */
export function createLedger(nowMs: () => number): Ledger {
  const intents = new Map<string, Intent>();
  const byChangeId = new Map<string, Intent>();
  const seenUpTo = new Map<string, number>();
  const origins = new Map<string, { original: DeskHost; upTo: number; atMs: number }>();
  const sent = new Map<string, Sending>();
  const discarded = new Set<string>();

  function keyOf(host: DeskHost, rowId: number): string {
    const origin = origins.get(host.name);
    return origin && rowId <= origin.upTo ? keyOf(origin.original, rowId) : `${host.name}#${rowId}`;
  }

  function partsOf(host: DeskHost, changeId: string): Intent[] {
    const rows = queueRows(host, 'change_id = ? OR coalesced_into = ?', [changeId, changeId]);
    const parts = rows.flatMap((row) => byChangeId.get(row.changeId) ?? []);
    // Ids sort by time of making; the first of what was joined had given up its place in the queue.
    return parts.toSorted((one, other) => one.savedAtMs - other.savedAtMs);
  }

  return {
    keyOf,
    noteSaved(host) {
      const rows = queueRows(host, 'id > ?', [seenUpTo.get(host.name) ?? 0]);
      const epoch = stateOf<string | null>(host, 'epoch', null);
      for (const row of rows) {
        // A change that gave its row to the one it was joined into has another row now, and is still the same.
        if (row.state === 'coalesced' && byChangeId.has(row.changeId)) continue;
        const key = keyOf(host, row.id);
        const { table, recordId, operation, txnId, baseVersion } = row;
        const intent = {
          key,
          host: host.name,
          savedAtMs: nowMs(),
          table,
          recordId,
          operation,
          txnId,
          baseVersion,
          epoch,
          data: row.data,
          base: row.base,
          minutes: minutesOf(row),
        };
        intents.set(key, intent);
        byChangeId.set(row.changeId, intent);
      }
      const last = rows.at(-1);
      if (last) seenUpTo.set(host.name, last.id);
    },
    adopt(copy, original) {
      const upTo = queueRows(original).at(-1)?.id ?? 0;
      origins.set(copy.name, { original, upTo, atMs: nowMs() });
      seenUpTo.set(copy.name, upTo);
    },
    noteSent(change, host, epoch) {
      const before = sent.get(change.changeId);
      const first = before ?? { host: host.name, sentAtMs: nowMs(), parts: partsOf(host, change.changeId) };
      const isReoffered = before?.isReoffered === true || change.origin !== undefined;
      const offeredIn = before?.offeredIn ?? { again: new Set(), first: new Set() };
      offeredIn[change.origin === undefined ? 'first' : 'again'].add(epoch ?? '');
      sent.set(change.changeId, { ...first, change, isReoffered, offeredIn });
    },
    sent: (changeId) => sent.get(changeId),
    saved: (changeId) => byChangeId.get(changeId),
    intents: () => intents.values(),
    copiedAtMs: (host) => origins.get(host)?.atMs ?? null,
    whileDiscarding(host, perform) {
      try {
        perform();
      } finally {
        for (const row of queueRows(host, "state = 'discarded'")) discarded.add(`${host.name} ${keyOf(host, row.id)}`);
      }
    },
    isDiscardedByPerson(host, rowId) {
      const key = keyOf(host, rowId);
      const original = origins.get(host.name)?.original;
      return (
        discarded.has(`${host.name} ${key}`) || (original !== undefined && discarded.has(`${original.name} ${key}`))
      );
    },
  };
}

function minutesOf({ operation, data, base }: QueueFacts): number {
  if (data.minutesSpent === undefined) return 0;
  return operation === 'insert'
    ? Number(data.minutesSpent)
    : Number(data.minutesSpent) - Number(base.minutesSpent ?? 0);
}
