import { isDeepStrictEqual } from 'node:util';
import { addToDigest, digestHex, recordHash } from '#app/rules/digest.ts';
import { sameJson } from '#app/schema/index.ts';
import type { DeskHost } from '../desk-host.ts';
import type { World } from '../world.ts';
import { carrierOf, type Ledger } from './ledger.ts';
import {
  cachedRows,
  conflictRows,
  isAllSetAside,
  type QueueFacts,
  queueRows,
  recordKey,
  type ServerFacts,
  stateOf,
  storedDigests,
} from './rows.ts';
import { neededBy } from './sent.ts';

/** Why this computer has not reached the state it must reach without faults; null once it has. */
export function unsettled(host: DeskHost, hosts: readonly DeskHost[], facts: ServerFacts): string | null {
  const desk = host.desk();
  if (!desk) return 'is not running';
  const waiting = queueRows(host, "synced = 0 AND state IN ('pending', 'sent')");
  const stuck = waiting.find((row) => !waitsForAnotherDesk(row, host, hosts, facts));
  if (stuck) return `still has to send ${JSON.stringify(stuck)}`;
  const { display } = desk.status();
  const isAtRest = display.kind === 'upToDate' || display.kind === 'needsAttention';
  if (!isAtRest && !(display.kind === 'pending' && waiting.length > 0)) return `shows ${JSON.stringify(display)}`;
  if (stateOf<unknown>(host, 'fill', null) !== null) return 'is still filling';
  if (stateOf<string | null>(host, 'epoch', null) !== facts.epoch) return 'is in another epoch';
  return difference(host, facts);
}

/**
 * After a restore, an edit of a record the server has forgotten waits for the desk that inserted it; where a person there
 * has parked or discarded the insert, it goes on waiting for that person. So does what was saved on top of it.
 */
function waitsForAnotherDesk(row: QueueFacts, host: DeskHost, hosts: readonly DeskHost[], facts: ServerFacts): boolean {
  const missing = new Set<string>();
  const waiting = new Set<string>();
  const rows = hosts.flatMap((each) =>
    queueRows(each, "synced = 0 AND state <> 'coalesced'").map((change) => ({ desk: each, change })),
  );
  for (const { change } of rows) {
    const key = recordKey(change.table, change.recordId);
    const isHeld = change.operation === 'insert' && ['parked', 'discarded'].includes(change.state);
    if (isHeld && !facts.records.has(key)) missing.add(key);
  }
  for (let before = -1; before !== waiting.size; ) {
    before = waiting.size;
    for (const { desk, change } of rows) {
      const key = recordKey(change.table, change.recordId);
      const marks = [`${desk.name} ${key}`, ...(change.txnId === null ? [] : [`${desk.name} ${change.txnId}`])];
      const needed = [key, ...neededBy(desk, change)];
      if (!needed.some((each) => missing.has(each)) && !marks.some((mark) => waiting.has(mark))) continue;
      for (const mark of marks) waiting.add(mark);
      if (change.operation === 'insert' && !facts.records.has(key)) missing.add(key);
    }
  }
  return row.state === 'pending' && waiting.has(`${host.name} ${recordKey(row.table, row.recordId)}`);
}

function difference(host: DeskHost, facts: ServerFacts): string | null {
  const generation = stateOf(host, 'generation', 0);
  const seen = new Set<string>();
  for (const { table } of host.schema().entities) {
    for (const [id, row] of cachedRows(host, table)) {
      if (!row.shadow) continue;
      const key = recordKey(table, id);
      const record = facts.records.get(key);
      seen.add(key);
      if (!record) return `has ${key}, which the server has not`;
      if (row.generation !== generation) return `has ${key} of an older data set`;
      const isSame =
        row.version === record.version &&
        row.shadow.deleted === record.deleted &&
        sameJson(row.shadow.data, record.data) &&
        isDeepStrictEqual(row.shadow.stamps, record.stamps);
      if (!isSame) return `has ${key} otherwise: ${JSON.stringify(row)} against ${JSON.stringify(record)}`;
    }
  }
  for (const key of facts.records.keys()) if (!seen.has(key)) return `lacks ${key}`;
  return null;
}

/** What must hold once everything has come to rest. */
export function checkSettled(world: World, hosts: readonly DeskHost[], ledger: Ledger, facts: ServerFacts): void {
  checkDigests(world, hosts, facts);
  checkShown(world, hosts);
  checkReceipts(world, hosts, facts);
  checkCounters(world, hosts, ledger, facts);
  checkConflictsKept(world, hosts, ledger, facts);
  checkReferences(world, hosts, facts);
  checkTransactions(world, ledger, facts);
  checkDiscarded(world, hosts, ledger);
  // It waits for 30 days by the server's clock.
  if (facts.isOnTime) checkReoffered(world, hosts, facts);
}

function checkDigests(world: World, hosts: readonly DeskHost[], facts: ServerFacts): void {
  const sums = new Map<string, bigint>();
  for (const { table, recordId, version } of facts.records.values())
    sums.set(table, addToDigest(sums.get(table) ?? 0n, recordHash(recordId, version)));
  for (const [table, sum] of sums) {
    const expected = digestHex(sum);
    if (facts.digests.get(table) !== expected)
      world.fail('the server’s digest sums its records', { table, expected, stored: facts.digests.get(table) });
    for (const host of hosts) {
      const stored = storedDigests(host).get(table);
      if (stored !== expected) world.fail('digests are equal', { host: host.name, table, expected, stored });
    }
  }
}

/** With nothing waiting, what is on the screen is what the server has. */
function checkShown(world: World, hosts: readonly DeskHost[]): void {
  for (const host of hosts) {
    const waiting = queueRows(host, "synced = 0 AND state IN ('pending', 'sent', 'parked')");
    const pending = new Set(waiting.map(({ table, recordId }) => recordKey(table, recordId)));
    for (const { table } of host.schema().entities) {
      for (const [id, row] of cachedRows(host, table)) {
        if (pending.has(recordKey(table, id))) continue;
        if (!row.shadow || !sameJson(row.shadow.data, row.data) || row.shadow.deleted !== row.deleted)
          world.fail('with nothing waiting, the screen shows what the server has', { host: host.name, table, id, row });
      }
    }
  }
}

/** What a desk holds a receipt for, the server has. */
function checkReceipts(world: World, hosts: readonly DeskHost[], facts: ServerFacts): void {
  const written = new Map<string, number>();
  for (const { changeId } of facts.activity) written.set(changeId, (written.get(changeId) ?? 0) + 1);
  for (const [changeId, times] of written) if (times > 1) world.fail('no change is applied twice', { changeId, times });
  for (const host of hosts) {
    for (const row of queueRows(host, "synced = 1 AND state IN ('done', 'conflict')")) {
      if (facts.acks.has(row.changeId)) continue;
      // A change that wrote nothing leaves nothing to lose when its receipt goes with a restore.
      if (row.ackedVersion !== null && row.ackedVersion <= facts.epochSeq && !written.has(row.changeId)) continue;
      if (row.outcome === 'conflict' && isAllSetAside(host, row)) continue;
      world.fail('no acknowledged change is lost', { host: host.name, row });
    }
  }
}

const ACCEPTED = new Set(['applied', 'merged', 'duplicate', 'conflict']);

/** Counters add up to exactly what people added. */
function checkCounters(world: World, hosts: readonly DeskHost[], ledger: Ledger, facts: ServerFacts): void {
  const accepted = new Set<string>();
  const present = new Set<string>();
  for (const host of hosts) {
    const rows = queueRows(host);
    const byChangeId = new Map(rows.map((row) => [row.changeId, row]));
    for (const row of rows) {
      // After a restore the change it was joined into may be offered again, and be refused.
      const isSynced = row.synced && carrierOf(row, byChangeId).synced;
      for (const key of ledger.keysOf(host, row.id)) {
        present.add(key);
        if (isSynced && row.outcome !== null && ACCEPTED.has(row.outcome)) accepted.add(key);
      }
    }
  }
  const sums = new Map<string, { minutes: number; inserts: number; keys: string[] }>();
  for (const intent of ledger.intents()) {
    if (intent.table !== 'tasks') continue;
    // A receipt that was cleared away had been one.
    if (!accepted.has(intent.key) && present.has(intent.key)) continue;
    const sum = sums.get(intent.recordId) ?? { minutes: 0, inserts: 0, keys: [] };
    sum.minutes += intent.minutes;
    sum.inserts += intent.operation === 'insert' ? 1 : 0;
    if (intent.minutes !== 0) sum.keys.push(`${intent.key}:${intent.minutes}`);
    sums.set(intent.recordId, sum);
  }
  for (const [recordId, { minutes, inserts, keys }] of sums) {
    const record = facts.records.get(recordKey('tasks', recordId));
    // Restored by inserting it again, a record starts from the number on the screen.
    if (inserts !== 1) continue;
    if (!record) world.fail('no acknowledged change is lost', { recordId, rows: rowsOf(hosts, recordId) });
    else if (record.data.minutesSpent !== minutes)
      world.fail('counters add up', {
        recordId,
        is: record.data.minutesSpent,
        shouldBe: minutes,
        keys,
        rows: rowsOf(hosts, recordId),
      });
  }
}

function rowsOf(hosts: readonly DeskHost[], recordId: string) {
  return hosts.flatMap((host) => queueRows(host, 'record_id = ?', [recordId]).map((row) => ({ host: host.name, row })));
}

/** A value that was set aside lies on the desk that wrote it. */
function checkConflictsKept(world: World, hosts: readonly DeskHost[], ledger: Ledger, facts: ServerFacts): void {
  const kept = new Set(hosts.flatMap((host) => conflictRows(host).map(({ conflictId }) => conflictId)));
  for (const [changeId, { conflict }] of facts.acks) {
    if (conflict && !kept.has(conflict.conflictId) && !ledger.wasSettled(conflict.conflictId))
      world.fail('no conflict is lost', { changeId, conflictId: conflict.conflictId });
  }
}

/** Nothing that lives points to nothing. */
function checkReferences(world: World, hosts: readonly DeskHost[], facts: ServerFacts): void {
  const schema = hosts[0]?.schema();
  for (const record of facts.records.values()) {
    if (record.deleted) continue;
    for (const [field, { references }] of Object.entries(schema?.entity(record.table)?.fields ?? {})) {
      if (references === undefined) continue;
      const parent = facts.records.get(recordKey(references, String(record.data[field])));
      if (!parent || parent.deleted)
        world.fail('no record is left without its parent', { table: record.table, id: record.recordId, field, parent });
    }
  }
}

/** What was saved together took hold together. */
function checkTransactions(world: World, ledger: Ledger, facts: ServerFacts): void {
  const seqs = new Map<string, { seq: number; changeId: string }>();
  for (const { changeId, seq } of facts.activity) {
    const txnId = ledger.saved(changeId)?.txnId;
    if (txnId == null) continue;
    const first = seqs.get(txnId) ?? { seq, changeId };
    seqs.set(txnId, first);
    if (first.seq !== seq)
      world.fail('a transaction is applied as a whole', { txnId, first, other: { seq, changeId } });
  }
}

/** Nothing is given up but by a person. */
function checkDiscarded(world: World, hosts: readonly DeskHost[], ledger: Ledger): void {
  for (const host of hosts) {
    for (const row of queueRows(host, "state = 'discarded'"))
      if (!ledger.isDiscardedByPerson(host, row.id))
        world.fail('nothing is discarded but by a person', { host: host.name, row });
  }
}

/** What had been accepted before a restore is not refused after it, only because it came before the insert it needs. */
function checkReoffered(world: World, hosts: readonly DeskHost[], facts: ServerFacts): void {
  for (const host of hosts) {
    for (const row of queueRows(host, "synced = 0 AND state = 'parked' AND origin IS NOT NULL")) {
      if (row.errorCode === 'record.unknown' && facts.records.has(recordKey(row.table, row.recordId)))
        world.fail('nothing offered again is refused for coming early', { host: host.name, row });
    }
  }
}
