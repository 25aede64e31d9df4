import type { Change, ServerRecord, SyncRequest } from '#app/contract/protocol.ts';
import { addToDigest, recordHash, removeFromDigest } from '#app/rules/digest.ts';
import type { Schema } from '#app/schema/index.ts';
import type { StoredAck } from '../storage/acks.ts';
import { insertAcks } from '../storage/acks.ts';
import { type ActivityEntry, insertActivity } from '../storage/activity.ts';
import type { Transaction } from '../storage/database.ts';
import { saveDigests } from '../storage/digests.ts';
import { type Firm, saveSeq } from '../storage/firms.ts';
import type { JsonText } from '../storage/json-text.ts';
import { deleteLinks, insertLinks } from '../storage/links.ts';
import { saveRecords } from '../storage/records.ts';
import { decideGroup, type GroupContext, type GroupMember } from './decide-group.ts';
import { fingerprint, withFieldsInOrder } from './fingerprint.ts';
import { type ChangeGroup, groupChanges } from './groups.ts';
import type { RoundState } from './load-round.ts';
import type { SyncSession } from './session.ts';
import { validateChange } from './validate.ts';
import { blocked, isFailure, rejected, type Verdict } from './verdict.ts';
import { linksOf, type WorkingSet } from './working-set.ts';

const HEALING_MS = 30 * 24 * 60 * 60 * 1000;

export interface ApplyContext {
  schema: Schema;
  session: SyncSession;
  firm: Firm;
  nowMs: number;
  nextId(): string;
  jsonText: JsonText;
}

/** The result of a round's changes. */
export interface Applied {
  /** Change id → its verdict, in request order. */
  verdicts: Map<string, Verdict>;
  /** The firm's new sequence. */
  seq: number;
  /** Table → new digest. */
  digests: ReadonlyMap<string, bigint>;
}

/** Decides a round's changes in order and writes the results: records, acks, activity, digest, sequence. */
export async function applyChanges(
  tx: Transaction,
  context: ApplyContext,
  request: Pick<SyncRequest, 'changes' | 'round'>,
  state: RoundState,
): Promise<Applied> {
  const { schema, session, firm, nowMs } = context;
  const groupContext: GroupContext = {
    schema,
    session,
    workingSet: state.workingSet,
    nowMs,
    isHealing: nowMs - firm.epochAtMs < HEALING_MS,
    nextId: context.nextId,
    failedInserts: new Map(),
    waiting: new Set(),
  };
  const verdicts = new Map<string, Verdict>();
  const newAcks: StoredAck[] = [];
  const activity: ActivityEntry[] = [];
  let seq = firm.seq;

  for (const group of groupChanges(request.changes.map(withFieldsInOrder))) {
    const { repeats, fresh } = sortOut(context, state, group);
    for (const [changeId, verdict] of repeats) verdicts.set(changeId, verdict);
    if (fresh.length === 0) continue;
    const decision = decideGroup(groupContext, fresh, seq + 1);
    if (decision.hasWritten) seq += 1;
    for (const entry of decision.activity) activity.push({ ...entry, position: activity.length });
    fresh.forEach(({ change }, index) => {
      const verdict = decision.verdicts[index];
      if (!verdict) return;
      verdicts.set(change.changeId, verdict);
      if (verdict.outcome !== 'retry') newAcks.push(toAck(context, request.round, change, verdict));
    });
  }

  await insertAcks(tx, session.firmId, newAcks);
  await insertActivity(tx, session.firmId, activity);
  if (seq === firm.seq) return { verdicts, seq, digests: state.digests };
  const digests = digestsAfter(state);
  await writeRecords(tx, context, state.workingSet);
  await saveDigests(tx, session.firmId, digests);
  await saveSeq(tx, session.firmId, seq);
  return { verdicts, seq, digests };
}

/** Returns the stored answer: an applied change is not applied twice. */
export function repeated(result: Verdict): Verdict {
  return result.outcome === 'applied' || result.outcome === 'merged' ? { ...result, outcome: 'duplicate' } : result;
}

interface SortedGroup {
  /** Changes answered before, with their stored answers. */
  repeats: Map<string, Verdict>;
  /** Changes to decide now. */
  fresh: GroupMember[];
}

function sortOut(
  { schema, session, firm, jsonText }: ApplyContext,
  state: RoundState,
  group: ChangeGroup,
): SortedGroup {
  const repeats = new Map<string, Verdict>();
  const fresh: GroupMember[] = [];
  for (const change of group.changes) {
    const stored = state.acks.get(change.changeId);
    if (stored) {
      const isSame = stored.fingerprint === fingerprint(change, jsonText);
      repeats.set(change.changeId, isSame ? repeated(stored.result) : rejected('change.reused'));
    } else if (group.isTorn) {
      fresh.push({ change, sound: rejected('request.invalid') });
    } else if (session.role === 'readOnly') {
      fresh.push({ change, sound: rejected('auth.readOnly') });
    } else {
      fresh.push({ change, sound: validateChange(schema, change, firm.seq) });
    }
  }
  // If a part of a transaction failed permanently, it cannot be completed.
  const failed = [...repeats].find(([, verdict]) => isFailure(verdict));
  if (!failed) return { repeats, fresh };
  const held = fresh.map(({ change, sound }) => ({
    change,
    sound: 'outcome' in sound ? sound : blocked('sync.blocked', failed[0]),
  }));
  return { repeats, fresh: held };
}

function toAck({ session, nowMs, jsonText }: ApplyContext, round: number, change: Change, verdict: Verdict): StoredAck {
  return {
    changeId: change.changeId,
    fingerprint: fingerprint(change, jsonText),
    table: change.table,
    recordId: change.recordId,
    deviceId: session.deviceId,
    round,
    result: verdict,
    atMs: nowMs,
  };
}

async function writeRecords(
  tx: Transaction,
  { schema, session, jsonText }: ApplyContext,
  workingSet: WorkingSet,
): Promise<void> {
  const written = workingSet.written();
  await saveRecords(tx, session.firmId, written, jsonText);
  await writeLinks(tx, schema, session.firmId, workingSet, written);
}

function digestsAfter({ digests, workingSet }: RoundState): Map<string, bigint> {
  const after = new Map(digests);
  for (const { table, recordId, version } of workingSet.written()) {
    const original = workingSet.original(table, recordId);
    const digest = after.get(table) ?? 0n;
    const kept = original ? removeFromDigest(digest, recordHash(recordId, original.version)) : digest;
    after.set(table, addToDigest(kept, recordHash(recordId, version)));
  }
  return after;
}

async function writeLinks(
  tx: Transaction,
  schema: Schema,
  firmId: string,
  workingSet: WorkingSet,
  written: readonly ServerRecord[],
): Promise<void> {
  const changes = written.map((record) => {
    const before = linksOf(schema, workingSet.original(record.table, record.recordId));
    const after = linksOf(schema, record);
    const isSame = (a: (typeof before)[number]) => (b: (typeof before)[number]) =>
      a.field === b.field && a.targetId === b.targetId;
    return {
      gone: before.filter((link) => !after.some(isSame(link))),
      come: after.filter((link) => !before.some(isSame(link))),
    };
  });
  const gone = changes.flatMap((change) => change.gone);
  const come = changes.flatMap((change) => change.come);
  if (gone.length > 0) await deleteLinks(tx, firmId, gone);
  if (come.length > 0) await insertLinks(tx, firmId, come);
}
