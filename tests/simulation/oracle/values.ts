import type { Change } from '#app/contract/protocol.ts';
import type { JsonValue } from '#app/schema/index.ts';
import { type MergePolicy, policyOf, type Schema, sameJson } from '#app/schema/index.ts';
import { urgencyOf } from '../schemas.ts';
import type { PastWrite } from '../server-host.ts';
import type { World } from '../world.ts';
import type { Ledger, Sending } from './ledger.ts';
import { type ActivityFacts, recordKey, type ServerFacts } from './rows.ts';

interface FieldWrite {
  changeId: string;
  field: string;
  sending: Sending | undefined;
}

interface Write {
  entry: ActivityFacts;
  from: JsonValue;
  to: JsonValue;
  sending: Sending | undefined;
}

/**
 * No value disappears unseen: what overwrites a value either was written by somebody who had seen it, or is the same, or
 * holds it (counters, sets, prose), or has set it aside in a conflict. Read off the server's own trail.
 */
export function checkValues(world: World, schema: Schema, ledger: Ledger, facts: ServerFacts): void {
  const trails = new Map<string, Write[]>();
  for (const entry of facts.activity) {
    for (const [field, { from, to }] of Object.entries(entry.fields ?? bornWith(ledger.sent(entry.changeId)))) {
      const key = `${recordKey(entry.table, entry.recordId)}.${field}`;
      const trail = trails.get(key) ?? [];
      trail.push({ entry, from: from as JsonValue, to: to as JsonValue, sending: ledger.sent(entry.changeId) });
      trails.set(key, trail);
    }
    checkDeletion(world, trails, ledger, facts, entry);
  }
  checkReofferedQuietly(world, schema, ledger, facts, trails);
  for (const [key, trail] of trails) {
    const field = key.slice(key.lastIndexOf('.') + 1);
    const table = trail[0]?.entry.table ?? '';
    const entity = schema.entity(table);
    const policy = field === '*' || !entity ? 'ask' : policyOf(entity, field);
    for (const [index, next] of trail.entries()) {
      const write = trail[index - 1];
      if (!write || isAccountedFor(policy, field, write, next, ledger, facts) || isUnderDeletion(trails, next))
        continue;
      world.fail('no value is dropped unseen', {
        key,
        was: write.to,
        writtenBy: write.entry,
        overwrittenBy: next.entry,
        sending: next.sending,
      });
    }
  }
}

const SETTLED_BY_ORIGIN = new Set<MergePolicy>(['server', 'mine', 'ask']);

/** Of two edits of a field that are offered again after a restore, the one that had come last wins, and nobody is asked. */
function checkReofferedQuietly(
  world: World,
  schema: Schema,
  ledger: Ledger,
  facts: ServerFacts,
  trails: ReadonlyMap<string, Write[]>,
): void {
  const isOnlyOfferedAgain = (sending: Sending | undefined): boolean =>
    sending?.change.operation === 'update' &&
    sending.offeredIn.again.has(facts.epoch) &&
    !sending.offeredIn.first.has(facts.epoch);
  for (const [changeId, { conflict, version }] of facts.acks) {
    const sending = ledger.sent(changeId);
    if (!sending || !conflict || version === undefined || !isOnlyOfferedAgain(sending)) continue;
    const { table, recordId } = sending.change;
    const entity = schema.entity(table);
    for (const { field, theirs } of conflict.fields) {
      if (!entity || field === '*' || !SETTLED_BY_ORIGIN.has(policyOf(entity, field))) continue;
      const trail = trails.get(`${recordKey(table, recordId)}.${field}`) ?? [];
      const met = trail.findLast(({ entry, to }) => entry.seq <= version && sameJson(to, theirs));
      if (isOnlyOfferedAgain(met?.sending))
        world.fail('two edits offered again meet quietly', { field, conflict, change: sending.change, met });
    }
  }
}

function isAccountedFor(
  policy: MergePolicy,
  field: string,
  write: Write,
  next: Write,
  ledger: Ledger,
  facts: ServerFacts,
): boolean {
  if (sameJson(write.to, next.to) || isSameHand(write, next, field, ledger)) return true;
  if (!next.sending || seenVersion(next.sending, facts) >= write.entry.seq) return true;
  const seen = seenValue(next.sending, field);
  if (seen !== undefined && sameJson(seen, write.to)) return true;
  const { change } = next.sending;
  if (SETTLED_BY_ORIGIN.has(policy) && hadComeLater(facts, toFieldWrite(write, field), toFieldWrite(next, field)))
    return true;
  const conflict = facts.acks.get(change.changeId)?.conflict;
  if (conflict?.fields.some((set) => set.field === field || set.field === '*')) return true;
  if (typeof policy === 'function') return urgencyOf(next.to) >= urgencyOf(write.to);
  if (policy === 'add') return change.operation === 'update';
  if (policy === 'union') return keeps(words(write.to), words(write.from), words(next.to), change, field);
  if (policy === 'text') return keeps(lines(write.to), lines(write.from), lines(next.to), change, field, lines);
  return false;
}

/** An edit offered again, of a record that somebody had deleted after it: nobody sees either value. */
function isUnderDeletion(trails: ReadonlyMap<string, Write[]>, { entry, sending }: Write): boolean {
  if (!sending?.isReoffered || entry.fields?.['*'] !== undefined) return false;
  const lives = trails.get(`${recordKey(entry.table, entry.recordId)}.*`) ?? [];
  const last = lives.findLast(
    ({ entry: { seq, position } }) => seq < entry.seq || (seq === entry.seq && position < entry.position),
  );
  return last?.to === true;
}

function toFieldWrite({ entry, sending }: Pick<Write, 'entry' | 'sending'>, field: string): FieldWrite {
  return { changeId: entry.changeId, field, sending };
}

/**
 * Of two writes offered again after a restore, the one the lost data set had put last wins quietly: there it had been
 * written over the other, by somebody who had seen it or with a conflict that is kept. One that had lost may not win.
 */
function hadComeLater(facts: ServerFacts, write: FieldWrite, next: FieldWrite): boolean {
  if (!next.sending?.isReoffered || !write.sending?.isReoffered) return false;
  const overwritten = lostWritesOf(facts, write);
  if (hadSeenThere(facts, next.sending, overwritten)) return true;
  return lostWritesOf(facts, next).some(
    (later) => !overwritten.some(({ restores, seq }) => restores === later.restores && seq > later.seq),
  );
}

/** Whoever saved the change had seen that write in the lost data set, also where the change came to nothing there. */
function hadSeenThere({ restoresBefore }: ServerFacts, { parts }: Sending, writes: readonly PastWrite[]): boolean {
  const hadSeen = ({ epoch, baseVersion }: Sending['parts'][number]) =>
    epoch !== null && writes.some(({ restores, seq }) => restores === restoresBefore(epoch) && seq <= baseVersion);
  return parts.length > 0 && parts.every(hadSeen);
}

/** Where a data set that is gone had written the field for this change; any edit says that its record is there. */
function lostWritesOf({ everWritten, restores: present }: ServerFacts, { changeId, field, sending }: FieldWrite) {
  const isReturn = field === '*' && sending?.change.operation !== 'delete';
  return (everWritten.get(changeId) ?? []).filter(
    ({ restores, fields }) => restores < present && (isReturn || fields === null || fields.includes(field)),
  );
}

/** Every word the write brought is still there, unless the one who overwrote it had it before their eyes. */
function keeps(
  brought: string[],
  before: string[],
  after: string[],
  change: Change,
  field: string,
  read: (value: JsonValue) => string[] = words,
): boolean {
  const seen = read(change.base?.[field] ?? null);
  return brought.every((word) => before.includes(word) || after.includes(word) || seen.includes(word));
}

/** A record is not deleted from under an edit that whoever deleted it had not seen. */
function checkDeletion(
  world: World,
  trails: Map<string, Write[]>,
  ledger: Ledger,
  facts: ServerFacts,
  entry: ActivityFacts,
): void {
  if (entry.fields?.['*']?.to !== true) return;
  const sending = ledger.sent(entry.changeId);
  if (!sending || facts.acks.get(entry.changeId)?.conflict) return;
  const prefix = `${recordKey(entry.table, entry.recordId)}.`;
  for (const [key, trail] of trails) {
    const last = key.startsWith(prefix) && !key.endsWith('.*') ? trail.at(-1) : undefined;
    const field = key.slice(prefix.length);
    if (!last || isSameHand(last, { entry, sending }, field, ledger)) continue;
    if (last.entry.seq <= seenVersion(sending, facts)) continue;
    if (hadComeLater(facts, toFieldWrite(last, field), toFieldWrite({ entry, sending }, '*'))) continue;
    world.fail('no edit is deleted unseen', { key, edit: last.entry, deletion: entry, change: sending.change });
  }
}

function bornWith(sending: Sending | undefined): NonNullable<ActivityFacts['fields']> {
  return Object.fromEntries(
    Object.entries(sending?.change.data ?? {}).map(([field, value]) => [field, { from: null, to: value }]),
  );
}

/**
 * What whoever saved the change had before their eyes, as far as the present data set shares it; what a desk says of it
 * later may be less, never more.
 */
function seenVersion({ change, parts }: Sending, { sharedWith }: ServerFacts): number {
  const seen = parts.map(({ baseVersion, epoch }) => Math.min(baseVersion, epoch === null ? 0 : sharedWith(epoch)));
  return Math.min(change.baseVersion, ...seen);
}

/** The value of the field that whoever saved the change had before their eyes; undefined where nobody knows. */
function seenValue({ parts }: Sending, field: string): JsonValue | undefined {
  const first = parts.find(({ data }) => Object.hasOwn(data, field));
  return first?.operation === 'update' ? first.base[field] : undefined;
}

/** A computer's own earlier writes; also what its original had written before it was copied. */
function isSameHand(
  write: Pick<Write, 'entry' | 'sending'>,
  next: Pick<Write, 'entry' | 'sending'>,
  field: string,
  ledger: Ledger,
): boolean {
  if (write.entry.deviceId !== next.entry.deviceId) return false;
  const [first, second] = [write.sending, next.sending];
  if (!first || !second || first.host === second.host) return true;
  const copiedAtMs = Math.max(ledger.copiedAtMs(first.host) ?? 0, ledger.copiedAtMs(second.host) ?? 0);
  return savedAtMs(first, field) <= copiedAtMs;
}

/** When the value was saved that the change brought to the field. */
function savedAtMs({ parts, sentAtMs }: Sending, field: string): number {
  const last = parts.findLast(({ data }) => Object.hasOwn(data, field)) ?? parts.at(-1);
  return last?.savedAtMs ?? sentAtMs;
}

function words(value: JsonValue): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function lines(value: JsonValue): string[] {
  return typeof value === 'string' ? value.split('\n').filter((line) => line !== '') : [];
}
