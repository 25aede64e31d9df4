import type { Change } from '#app/contract/protocol.ts';
import type { DeskHost } from '../desk-host.ts';
import { conflictRows, type QueueFacts, queueRows } from './rows.ts';

/** One change as it was saved, whatever its row is joined with or renamed to later. */
export interface Intent {
  key: string;
  table: string;
  recordId: string;
  operation: Change['operation'];
  txnId: string | null;
  /** What it adds to the counter, if it does. */
  minutes: number;
}

/** A change as it went over the wire last. */
export interface Sending {
  change: Change;
  /** The computer that sent it first. */
  host: string;
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
  /** That, and the names of what this row alone carries since its own rows were lost. */
  keysOf(host: DeskHost, rowId: number): string[];
  /** Notes how rows are called, before data that were damaged are replaced: those that come back may lie elsewhere. */
  beforeLoss(host: DeskHost): void;
  afterLoss(host: DeskHost): void;
  /** Whether this change was saved before its desk's data were damaged or went back. */
  isFromBeforeLoss(host: DeskHost, changeId: string): boolean;
  /** A person had discarded it at a desk whose data were lost later: no row says so any more. */
  wasDiscarded(key: string): boolean;
  /** A person had settled this conflict at a desk whose data were lost later. */
  wasSettled(conflictId: string): boolean;
  /** The process came up again: what a crash had cut off may have taken hold. */
  cameBack(host: DeskHost): void;
  /** Performs what a person does, and notes what was discarded by it. */
  whileDiscarding(host: DeskHost, perform: () => void): void;
  isDiscardedByPerson(host: DeskHost, rowId: number): boolean;
}

/** Everything anybody saved, noted at the moment it was saved. */
export function createLedger(): Ledger {
  const intents = new Map<string, Intent>();
  const byChangeId = new Map<string, Intent>();
  const seenUpTo = new Map<string, number>();
  const origins = new Map<string, { original: DeskHost; upTo: number }>();
  const sent = new Map<string, Sending>();
  const discarded = new Set<string>();
  const perhapsDiscarding = new Set<string>();
  const lives = new Map<string, number>();
  const known = new Map<string, { key: string; carrier: string }[]>();
  const renamed = new Map<string, Map<number, string>>();
  const carried = new Map<string, Map<number, string[]>>();
  const lost = new Map<string, Set<string>>();
  const settled = new Set<string>();
  const discardedAtLoss = new Set<string>();

  function keyOf(host: DeskHost, rowId: number): string {
    const name = renamed.get(host.name)?.get(rowId);
    if (name !== undefined) return name;
    const life = lives.get(host.name) ?? 0;
    if (life > 0) return `${host.name} ${life}#${rowId}`;
    const origin = origins.get(host.name);
    return origin && rowId <= origin.upTo ? keyOf(origin.original, rowId) : `${host.name}#${rowId}`;
  }

  function keysOf(host: DeskHost, rowId: number): string[] {
    return [keyOf(host, rowId), ...(carried.get(host.name)?.get(rowId) ?? [])];
  }

  function note(host: DeskHost, row: QueueFacts): void {
    const key = keyOf(host, row.id);
    const { table, recordId, operation, txnId } = row;
    const intent = { key, table, recordId, operation, txnId, minutes: minutesOf(row) };
    intents.set(key, intent);
    byChangeId.set(row.changeId, intent);
  }

  function noteDiscarded(host: DeskHost): void {
    for (const row of queueRows(host, "state = 'discarded'")) discarded.add(`${host.name} ${keyOf(host, row.id)}`);
  }

  return {
    keyOf,
    noteSaved(host) {
      const rows = queueRows(host, 'id > ?', [seenUpTo.get(host.name) ?? 0]);
      for (const row of rows) {
        // A change that gave its row to the one it was joined into has another row now, and is still the same.
        if (row.state === 'coalesced' && byChangeId.has(row.changeId)) continue;
        note(host, row);
      }
      const last = rows.at(-1);
      if (last) seenUpTo.set(host.name, last.id);
    },
    keysOf,
    beforeLoss(host) {
      const rows = queueRows(host);
      const byId = new Map(rows.map((row) => [row.changeId, row]));
      const names = rows.flatMap((row) => keysOf(host, row.id).map((key) => ({ key, row })));
      for (const { key, row } of names) if (carrierOf(row, byId).state === 'discarded') discardedAtLoss.add(key);
      known.set(
        host.name,
        names.map(({ key, row }) => ({ key, carrier: carrierOf(row, byId).changeId })),
      );
      lost.set(host.name, new Set([...(lost.get(host.name) ?? []), ...byId.keys()]));
      for (const { conflictId, resolution } of conflictRows(host)) if (resolution !== null) settled.add(conflictId);
    },
    wasDiscarded: (key) => discardedAtLoss.has(key),
    wasSettled: (conflictId) => settled.has(conflictId),
    afterLoss(host) {
      const rows = queueRows(host);
      const byChange = new Map(rows.map((row) => [row.changeId, row.id]));
      const before = known.get(host.name) ?? [];
      lives.set(host.name, (lives.get(host.name) ?? 0) + 1);
      const names = new Map<number, string>();
      const others = new Map<number, string[]>();
      renamed.set(host.name, names);
      carried.set(host.name, others);
      // A change that was joined into another shares its row from then on, whatever rows it had.
      for (const { key, carrier } of before) {
        const rowId = byChange.get(carrier);
        if (rowId === undefined) continue;
        if (names.has(rowId)) others.set(rowId, [...(others.get(rowId) ?? []), key]);
        else names.set(rowId, key);
      }
      for (const row of rows) {
        const name = names.get(row.id) ?? byChangeId.get(row.changeId)?.key;
        if (name !== undefined) names.set(row.id, name);
        else note(host, row);
      }
      seenUpTo.set(host.name, rows.at(-1)?.id ?? 0);
    },
    isFromBeforeLoss: (host, changeId) => lost.get(host.name)?.has(changeId) ?? false,
    cameBack(host) {
      if (perhapsDiscarding.delete(host.name)) noteDiscarded(host);
    },
    adopt(copy, original) {
      const upTo = queueRows(original).at(-1)?.id ?? 0;
      origins.set(copy.name, { original, upTo });
      seenUpTo.set(copy.name, upTo);
    },
    noteSent(change, host, epoch) {
      const before = sent.get(change.changeId);
      const offeredIn = before?.offeredIn ?? { again: new Set(), first: new Set() };
      offeredIn[change.origin === undefined ? 'first' : 'again'].add(epoch ?? '');
      sent.set(change.changeId, { change, host: before?.host ?? host.name, offeredIn });
    },
    sent: (changeId) => sent.get(changeId),
    saved: (changeId) => byChangeId.get(changeId),
    intents: () => intents.values(),
    whileDiscarding(host, perform) {
      try {
        perform();
      } finally {
        noteDiscarded(host);
        if (!host.desk()) perhapsDiscarding.add(host.name);
      }
    },
    isDiscardedByPerson(host, rowId) {
      const key = keyOf(host, rowId);
      // A copy may be the copy of a copy.
      for (let each: DeskHost | undefined = host; each; each = origins.get(each.name)?.original)
        if (discarded.has(`${each.name} ${key}`)) return true;
      return false;
    },
  };
}

/** The change that a joined one travels in. */
export function carrierOf(row: QueueFacts, byChangeId: ReadonlyMap<string, QueueFacts>): QueueFacts {
  const next = row.coalescedInto === null ? undefined : byChangeId.get(row.coalescedInto);
  return next ? carrierOf(next, byChangeId) : row;
}

function minutesOf({ operation, data, base }: QueueFacts): number {
  if (data.minutesSpent === undefined) return 0;
  return operation === 'insert'
    ? Number(data.minutesSpent)
    : Number(data.minutesSpent) - Number(base.minutesSpent ?? 0);
}
