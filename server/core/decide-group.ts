import type { Activity, Change, Conflict, ConflictField, ServerRecord } from '#app/contract/protocol.ts';
import { WHOLE_RECORD } from '#app/contract/protocol.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { type Acceptance, decide } from '#app/rules/decide.ts';
import { stampsAfter } from '#app/rules/stamps.ts';
import { referencesOf, type Schema } from '#app/schema/index.ts';
import type { ActivityEntry } from '../storage/activity.ts';
import type { SyncSession } from './session.ts';
import type { SoundChange } from './validate.ts';
import { blocked, isFailure, rejected, retryLater, type Verdict } from './verdict.ts';
import type { WorkingSet } from './working-set.ts';

const RETRY_AFTER_MS = 60_000;

/** The round's facts needed to decide a group. */
export interface GroupContext {
  schema: Schema;
  session: SyncSession;
  workingSet: WorkingSet;
  nowMs: number;
  /** False once desks have had ample time to re-offer what a restore forgot. */
  isHealing: boolean;
  nextId(): string;
  /** Key of a record whose insert failed in this round → that change. */
  failedInserts: Map<string, string>;
  /** Keys of records with an earlier change in this round that must wait. */
  waiting: Set<string>;
}

/** One change of a group; an invalid one has its verdict already. */
export interface GroupMember {
  change: Change;
  sound: SoundChange | Verdict;
}

export interface GroupDecision {
  /** One per member, in order. */
  verdicts: Verdict[];
  activity: ActivityEntry[];
  /** Whether records were written, so that `seq` is used up. */
  hasWritten: boolean;
}

interface MemberDecision {
  verdict: Verdict;
  activity?: ActivityEntry;
}

/**
 * Decides a transaction as a whole under the sequence `seq`; its writes are kept in the working set completely or not
 * at all.
 */
export function decideGroup(context: GroupContext, members: readonly GroupMember[], seq: number): GroupDecision {
  const mustStay = new Set<string>();
  for (;;) {
    const decisions = members.map((member) => decideMember(context, member, seq, mustStay));
    const verdicts = together(
      members,
      decisions.map(({ verdict }) => verdict),
    );
    const first = verdicts[0];
    if (first && (isFailure(first) || first.outcome === 'retry')) {
      context.workingSet.dropStaged();
      noteFailures(context, members, verdicts);
      return { verdicts, activity: [], hasWritten: false };
    }
    const orphaning = deletedParents(context);
    if (orphaning.length > 0) {
      // A deletion that would orphan children is refused, which may in turn leave its parent with a child.
      for (const key of orphaning) mustStay.add(key);
      context.workingSet.dropStaged();
      continue;
    }
    const hasWritten = context.workingSet.staged().length > 0;
    context.workingSet.keepStaged();
    const activity = decisions.flatMap((decision) => (decision.activity ? [decision.activity] : []));
    return { verdicts, activity, hasWritten };
  }
}

/** A failing member fails the group; a waiting member makes it wait. */
function together(members: readonly GroupMember[], verdicts: Verdict[]): Verdict[] {
  const culprit = verdicts.findIndex(isFailure);
  if (culprit >= 0) {
    const culpritId = members[culprit]?.change.changeId;
    return verdicts.map((verdict) => (isFailure(verdict) ? verdict : blocked('sync.blocked', culpritId)));
  }
  return verdicts.some((verdict) => verdict.outcome === 'retry')
    ? verdicts.map(() => retryLater(RETRY_AFTER_MS))
    : verdicts;
}

function noteFailures(context: GroupContext, members: readonly GroupMember[], verdicts: readonly Verdict[]): void {
  members.forEach(({ change }, index) => {
    const key = recordKey(change.table, change.recordId);
    if (verdicts[index]?.outcome === 'retry') context.waiting.add(key);
    else if (change.operation === 'insert') context.failedInserts.set(key, change.changeId);
  });
}

function deletedParents({ workingSet }: GroupContext): string[] {
  return workingSet
    .staged()
    .filter((record) => record.deleted && workingSet.hasLiveChildren(record.table, record.recordId))
    .map((record) => recordKey(record.table, record.recordId));
}

function decideMember(
  context: GroupContext,
  { change, sound }: GroupMember,
  seq: number,
  mustStay: ReadonlySet<string>,
): MemberDecision {
  if ('outcome' in sound) return { verdict: sound };
  const { workingSet, session } = context;
  const key = recordKey(change.table, change.recordId);
  if (context.waiting.has(key)) return { verdict: retryLater(RETRY_AFTER_MS) };
  const record = workingSet.find(change.table, change.recordId);
  const failedInsert = context.failedInserts.get(key);
  if (!record && failedInsert !== undefined) return { verdict: blocked('sync.blocked', failedInsert) };
  const held = heldByReference(context, sound, sound.change.data, record);
  if (held) return { verdict: held };

  const decision = decide(sound.entity, record, sound.change, session.deviceId);
  if (decision.outcome === 'rejected') return { verdict: rejected(decision.code) };
  if (decision.outcome === 'retry') {
    return { verdict: context.isHealing ? retryLater(RETRY_AFTER_MS) : rejected('record.unknown') };
  }
  if (record && decision.deleted && !record.deleted && mustStay.has(key)) {
    return { verdict: conflicting(context, record, [keptForItsChildren(record)]) };
  }
  if (record?.deleted && !decision.deleted) {
    const orphaned = heldByReference(context, sound, decision.data, undefined);
    if (orphaned) return { verdict: orphaned };
  }
  const isWritten = decision.touched.length > 0 || !record;
  if (isWritten) workingSet.stage(nextRecord(context, sound.change, record, decision, seq));
  const version = isWritten ? seq : record.version;
  const verdict: Verdict =
    record && decision.conflicts.length > 0
      ? { ...conflicting(context, record, decision.conflicts), version }
      : { outcome: decision.outcome, version };
  return isWritten ? { verdict, activity: trace(context, sound.change, record, decision, seq) } : { verdict };
}

/** The verdict on a change that references a missing record, if any. */
function heldByReference(
  context: GroupContext,
  { entity, change }: SoundChange,
  data: Change['data'],
  record: ServerRecord | undefined,
): Verdict | undefined {
  for (const { field, table } of referencesOf(entity)) {
    const targetId = Object.hasOwn(data, field) ? data[field] : undefined;
    if (typeof targetId !== 'string' || record?.data[field] === targetId) continue;
    const target = context.workingSet.find(table, targetId);
    if (target && !target.deleted) continue;
    if (target) return blocked('reference.deleted');
    const key = recordKey(table, targetId);
    const isReoffered = change.origin !== undefined || change.capped === true;
    if (context.waiting.has(key) || (isReoffered && context.isHealing)) return retryLater(RETRY_AFTER_MS);
    return blocked('reference.missing', context.failedInserts.get(key));
  }
  return undefined;
}

function keptForItsChildren(record: ServerRecord): ConflictField {
  return { field: WHOLE_RECORD, base: null, mine: 'deleted', theirs: record.data, kept: record.data };
}

function conflicting(context: GroupContext, record: ServerRecord, fields: ConflictField[]): Verdict {
  const conflict: Conflict = {
    conflictId: context.nextId(),
    fields,
    theirsBy: record.by,
    theirsAt: record.at,
  };
  return { outcome: 'conflict', version: record.version, conflict };
}

function nextRecord(
  { session, nowMs }: GroupContext,
  change: Change,
  record: ServerRecord | undefined,
  decision: Acceptance,
  seq: number,
): ServerRecord {
  return {
    table: change.table,
    recordId: change.recordId,
    version: seq,
    deleted: decision.deleted,
    // An insert's data unchanged: their JSON text exists already from the fingerprint.
    data: record ? decision.data : change.data,
    stamps: stampsAfter(record, decision.touched, change, seq, session.deviceId),
    by: session.personId,
    at: nowMs,
  };
}

function trace(
  { session, nowMs }: GroupContext,
  change: Change,
  record: ServerRecord | undefined,
  decision: Acceptance,
  seq: number,
): ActivityEntry {
  return {
    table: change.table,
    recordId: change.recordId,
    seq,
    position: 0,
    changeId: change.changeId,
    operation: change.operation,
    personId: session.personId,
    deviceId: session.deviceId,
    fields: record ? changedFields(record, decision) : null,
    atMs: nowMs,
  };
}

function changedFields(record: ServerRecord, decision: Acceptance): Activity['fields'] {
  const fields = decision.touched.map((field) => [
    field,
    field === WHOLE_RECORD
      ? { from: record.deleted, to: decision.deleted }
      : { from: record.data[field] ?? null, to: decision.data[field] ?? null },
  ]);
  return Object.fromEntries(fields);
}
