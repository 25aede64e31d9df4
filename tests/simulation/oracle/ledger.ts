import type { Change } from '#app/contract/protocol.ts';
import type { DeskHost } from '../desk-host.ts';
import { type QueueFacts, queueRows } from './rows.ts';

/** What a person meant with one change, whatever its row is joined with or renamed to later. */
export interface Intent {
  key: string;
  table: string;
  recordId: string;
  operation: Change['operation'];
  /** What it adds to the counter, if it does. */
  minutes: number;
}

export interface Ledger {
  /** Notes what was saved since the last call. */
  noteSaved(host: DeskHost): void;
  /** The copy shares the history of its original. */
  adopt(copy: DeskHost, original: DeskHost): void;
  /** A change as it went over the wire. */
  noteSent(change: Change): void;
  sent(changeId: string): Change | undefined;
  intents(): Iterable<Intent>;
  /** The name a row of this computer's queue goes by on every copy. */
  keyOf(host: DeskHost, rowId: number): string;
}

/** Everything anybody saved, noted at the moment it was saved. */
export function createLedger(): Ledger {
  const intents = new Map<string, Intent>();
  const seenUpTo = new Map<string, number>();
  const origins = new Map<string, { original: DeskHost; upTo: number }>();
  const sent = new Map<string, Change>();
  const changeIds = new Set<string>();

  function keyOf(host: DeskHost, rowId: number): string {
    const origin = origins.get(host.name);
    return origin && rowId <= origin.upTo ? keyOf(origin.original, rowId) : `${host.name}#${rowId}`;
  }

  return {
    keyOf,
    noteSaved(host) {
      const rows = queueRows(host, 'id > ?', [seenUpTo.get(host.name) ?? 0]);
      for (const row of rows) {
        // A change that gave its row to the one it was joined into has another row now, and is still the same.
        if (row.state === 'coalesced' && changeIds.has(row.changeId)) continue;
        changeIds.add(row.changeId);
        const key = keyOf(host, row.id);
        const { table, recordId, operation } = row;
        intents.set(key, { key, table, recordId, operation, minutes: minutesOf(row) });
      }
      const last = rows.at(-1);
      if (last) seenUpTo.set(host.name, last.id);
    },
    adopt(copy, original) {
      const upTo = queueRows(original).at(-1)?.id ?? 0;
      origins.set(copy.name, { original, upTo });
      seenUpTo.set(copy.name, upTo);
    },
    noteSent: (change) => void sent.set(change.changeId, change),
    sent: (changeId) => sent.get(changeId),
    intents: () => intents.values(),
  };
}

function minutesOf({ operation, data, base }: QueueFacts): number {
  if (data.minutesSpent === undefined) return 0;
  return operation === 'insert'
    ? Number(data.minutesSpent)
    : Number(data.minutesSpent) - Number(base.minutesSpent ?? 0);
}
