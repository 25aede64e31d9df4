import type { JsonValue, RecordData } from '#app/schema/index.ts';
import type { DeskHost } from '../desk-host.ts';
import type { Ledger } from './ledger.ts';
import { type ConflictFacts, conflictRows, type QueueFacts, queueRows, recordKey, visibleRows } from './rows.ts';

/** One thing a person saved, and what they had before their eyes when they did. */
export interface Save {
  /** The queue row it lies in, by the name it goes by on every copy; null for a decision that left everything as it was. */
  key: string | null;
  host: string;
  atMs: number;
  /** Later saves have higher numbers. */
  order: number;
  table: string;
  recordId: string;
  operation: 'insert' | 'update' | 'delete';
  /** The values as the person gave them. */
  typed: RecordData;
  /** The record as the desk showed it when the person began; null where it showed none. */
  screen: RecordData | null;
  /** That the desk showed it as deleted, or not at all any more. */
  wasGone?: true;
  /** A change that needed attention, offered again by a person. */
  isOfferedAgain?: true;
  /** Other values they knew: what was typed here since a form was opened, what was discarded here, the sides of a conflict. */
  known: RecordData[];
  /** The conflict this save settled; what was chosen counts as saved even where the record had it already. */
  settled: ConflictFacts | null;
}

/** What somebody is about to type; everything else a save consists of is read off the disk. */
export interface Intention {
  /** The values in the order of their changes; without them the product made them up (an undo, a decision). */
  given?: readonly RecordData[];
  /** The record as it stood in the form, and when that was opened. */
  form?: { data: RecordData; openedAt: number };
}

export interface Journal {
  /** Performs what a person does at a desk, and writes down what was saved by it; each of several saves by itself. */
  during(host: DeskHost, perform: (intend: (intention: Intention) => void) => void): void;
  /** The process came up again: what a crash had cut off may have taken hold, through the outbox's second copy. */
  cameBack(host: DeskHost): void;
  /** Number of the save to come. */
  now(): number;
  saves(): readonly Save[];
}

interface Moment {
  rows: Map<string, { data: RecordData; deleted: boolean }>;
  queue: Map<number, QueueFacts>;
  conflicts: Map<string, ConflictFacts>;
  lastId: number;
}

interface Frame {
  before: Moment;
  writes: string;
  intention: Intention;
}

/**
 * Everything anybody saved, from the screens alone: what a desk showed before and what was typed into it. No version, base
 * or stamp of the product is looked at.
 */
export function createJournal(ledger: Ledger, nowMs: () => number): Journal {
  const saves: Save[] = [];
  const seen = new Map<string, { writes: string; moment: Moment }>();
  const cutOff = new Map<string, Frame>();
  let frame: Frame | null = null;

  const writesOf = ({ disk }: DeskHost): string => `${disk.commits()} after ${disk.rewinds()}`;

  /** Looked at again only after something was written. */
  function look(host: DeskHost): Moment {
    const writes = writesOf(host);
    const known = seen.get(host.name);
    if (known?.writes === writes) return known.moment;
    const moment = read(host);
    seen.set(host.name, { writes, moment });
    return moment;
  }

  function read(host: DeskHost): Moment {
    const rows = new Map<string, { data: RecordData; deleted: boolean }>();
    for (const { table } of host.schema().entities)
      for (const [id, row] of visibleRows(host, table)) rows.set(recordKey(table, id), row);
    const queue = new Map(queueRows(host, "synced = 0 AND state <> 'coalesced'").map((row) => [row.id, row]));
    const conflicts = new Map(conflictRows(host).map((conflict) => [conflict.conflictId, conflict]));
    const [last] = host.disk.rows<{ id: number | null }>('SELECT max(id) AS id FROM sync_queue');
    return { rows, queue, conflicts, lastId: last?.id ?? 0 };
  }

  const begin = (host: DeskHost): Frame => ({ before: look(host), writes: writesOf(host), intention: {} });

  function note(host: DeskHost, { before, writes, intention }: Frame): void {
    if (writesOf(host) === writes) return;
    const { lastId } = before;
    const after = conflictRows(host);
    const settled = after.filter((conflict) => {
      const was = before.conflicts.get(conflict.conflictId);
      return conflict.resolution !== null && was !== undefined && was.resolution === null;
    });
    // Of several settled at once, one that left all as it was agreed with what there was, or with what another has written.
    for (const conflict of settled) if (conflict.resolvedBy === null) decide(host, before, conflict);
    // A change that gave its row to the one it was joined into has another row now, and is still the same.
    const added = queueRows(host, "id > ? AND state <> 'coalesced'", [lastId]);
    for (const [index, row] of added.entries()) {
      const conflict = settled.find(({ resolvedBy }) => resolvedBy === row.changeId) ?? null;
      const given = added.length === intention.given?.length ? intention.given[index] : undefined;
      const typed = { ...row.data, ...given };
      add(host, before, row, typed, conflict, intention);
      // What one act saves of a record later was begun on what it had saved before.
      const key = recordKey(row.table, row.recordId);
      before.rows.set(key, { data: { ...before.rows.get(key)?.data, ...typed }, deleted: row.operation === 'delete' });
    }
    for (const row of queueRows(host, "synced = 0 AND state <> 'coalesced' AND id <= ?", [lastId])) {
      const was = before.queue.get(row.id);
      if (was?.state !== 'parked') continue;
      const correction = intention.given?.[0];
      if (correction && JSON.stringify(was.data) !== JSON.stringify(row.data)) correct(host, was, row, correction);
      else if (row.state === 'pending') offerAgain(host, before, row);
    }
  }

  function add(
    host: DeskHost,
    before: Moment,
    row: QueueFacts,
    typed: RecordData,
    settled: ConflictFacts | null,
    { form }: Intention,
  ): void {
    const { table, recordId, operation } = row;
    const known = settled ? sidesOf(settled) : [];
    // Nobody forgets what they have discarded; it can come back beneath this, and goes out before it.
    for (const { data } of queueRows(host, "record_id = ? AND state = 'discarded'", [recordId])) known.push(data);
    if (form) {
      const own = saves.filter(
        (save) => save.host === host.name && save.order >= form.openedAt && isOf(save, table, recordId),
      );
      known.push(...own.map((save) => save.typed));
    }
    const shown = before.rows.get(recordKey(table, recordId));
    const screen = form?.data ?? shown?.data ?? null;
    const key = ledger.keyOf(host, row.id);
    push(host, { key, table, recordId, operation, typed, screen, ...lifeOf(shown), known, settled });
  }

  /** Saved before; what is new is the person's word that it shall be there, whatever has become of the record. */
  function offerAgain(host: DeskHost, before: Moment, row: QueueFacts): void {
    const { table, recordId } = row;
    const shown = before.rows.get(recordKey(table, recordId));
    const saved = { key: ledger.keyOf(host, row.id), table, recordId, operation: 'update', typed: {} } as const;
    const screen = shown?.data ?? null;
    push(host, { ...saved, screen, ...lifeOf(shown), isOfferedAgain: true, known: [], settled: null });
  }

  /** A parked change that was corrected: its old values stood in the form. What else the product rewrote in it, nobody typed. */
  function correct(host: DeskHost, was: QueueFacts, row: QueueFacts, typed: RecordData): void {
    const { table, recordId } = row;
    const shown = visibleRows(host, table, recordId).get(recordId);
    const screen = { ...shown?.data, ...was.data };
    const key = ledger.keyOf(host, row.id);
    const saved = { key, table, recordId, operation: 'update', typed } as const;
    push(host, { ...saved, screen, ...lifeOf(shown), isOfferedAgain: true, known: [], settled: null });
  }

  /** A choice the record agreed with already. */
  function decide(host: DeskHost, before: Moment, conflict: ConflictFacts): void {
    const { table, recordId } = conflict;
    const shown = before.rows.get(recordKey(table, recordId));
    const saved = { key: null, table, recordId, operation: 'update', typed: {} } as const;
    const known = sidesOf(conflict);
    push(host, { ...saved, screen: shown?.data ?? null, ...lifeOf(shown), known, settled: conflict });
  }

  function push(host: DeskHost, save: Omit<Save, 'host' | 'atMs' | 'order'>): void {
    saves.push({ ...save, host: host.name, atMs: nowMs(), order: saves.length });
  }

  return {
    during(host, perform) {
      const outer = frame;
      const inner = begin(host);
      frame = inner;
      try {
        perform((given) => {
          inner.intention = given;
        });
      } finally {
        if (host.desk() || writesOf(host) !== inner.writes) note(host, inner);
        else if (!cutOff.has(host.name)) cutOff.set(host.name, inner);
        if (outer) Object.assign(outer, begin(host));
        frame = outer;
      }
    },
    cameBack(host) {
      const known = cutOff.get(host.name);
      cutOff.delete(host.name);
      if (known) note(host, known);
    },
    now: () => saves.length,
    saves: () => saves,
  };
}

const lifeOf = (shown: { deleted: boolean } | undefined): Pick<Save, 'wasGone'> =>
  shown?.deleted === false ? {} : { wasGone: true };

function isOf(save: Save, table: string, recordId: string): boolean {
  return save.table === table && save.recordId === recordId;
}

/** The values a conflict shows, side by side. */
function sidesOf({ fields }: Pick<ConflictFacts, 'fields'>): RecordData[] {
  return fields.flatMap(({ field, base, mine, theirs, kept }) =>
    [base, mine, theirs, kept].map((value) => (field === '*' ? asRecord(value) : { [field]: value ?? null })),
  );
}

export function asRecord(value: JsonValue | undefined): RecordData {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as RecordData) : {};
}
