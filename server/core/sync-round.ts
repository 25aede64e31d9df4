import { FerryFailure } from '#app/contract/errors.ts';
import type { Digest, SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { digestHex } from '#app/rules/digest.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Transaction } from '../storage/database.ts';
import { openRemoval } from '../storage/device-removals.ts';
import { type Device, readDevice, saveDevice } from '../storage/devices.ts';
import { type Firm, readFirm } from '../storage/firms.ts';
import type { JsonText } from '../storage/json-text.ts';
import { readPerson } from '../storage/people.ts';
import { answerAcks } from './answer-acks.ts';
import { applyChanges } from './apply.ts';
import { beginEpoch, sharedSeq } from './epochs.ts';
import { readFeedPage } from './feed.ts';
import { loadRound } from './load-round.ts';
import type { PageLimit } from './page.ts';
import { checkRound, type RoundCheck, roundMark } from './rounds.ts';
import { makeTicket } from './secrets.ts';
import type { SyncSession } from './session.ts';

export interface RoundContext {
  schema: Schema;
  session: SyncSession;
  nowMs: number;
  nextId(): string;
  pageLimit: PageLimit;
  jsonText: JsonText;
}

export interface RoundResult {
  response: SyncResponse;
  /** The round showed that the data was restored manually, and a new epoch started. */
  wasRewound: boolean;
}

/** One round in one transaction: changes in, acks and feed out. */
export async function syncRound(tx: Transaction, context: RoundContext, request: SyncRequest): Promise<RoundResult> {
  const { session, nowMs, jsonText } = context;
  const [present, caller, device, removal] = await Promise.all([
    lockFirm(tx, session.firmId, request.changes.length > 0 ? 'update' : 'share'),
    readPerson(tx, session.firmId, session.personId),
    readDevice(tx, session.firmId, request.deviceId),
    openRemoval(tx, session),
  ]);
  // The request was authenticated before it waited for the firm's lock, which a removal takes too.
  if (caller?.active === false) throw new FerryFailure('auth.revoked', 'askOwner');
  let firm = present;
  const mark = roundMark(request);
  const check = checkRound(device, request, mark, firm);
  if (check.kind === 'cloned') {
    throw new FerryFailure('device.cloned', 'retry');
  }
  const wasRewound = check.kind === 'rewound';
  if (wasRewound) {
    firm = await lockFirm(tx, session.firmId, 'update');
    firm = await beginEpoch(tx, firm, context.nextId(), nowMs);
  }
  await saveDevice(tx, deviceAfter(context, device, { request, mark, check }, firm));
  const head = headOf(firm, request, removal?.removalId);
  if (request.epoch !== firm.epoch) {
    return { response: { ...head, ...nothing(request, 'epoch') }, wasRewound };
  }
  if (request.cursor > firm.seq) {
    throw new FerryFailure('request.invalid', 'none', { errors: [{ path: 'cursor', message: 'beyondLastCommit' }] });
  }
  const state = await loadRound(tx, context.schema, session.firmId, request.changes, request.unanswered);
  if (request.cursor < firm.horizon) {
    // Acknowledges settled changes, so that the desk can close them before its new snapshot includes them.
    const { acks } = answerAcks(request, new Map(), state, context.pageLimit.bytes, jsonText);
    return { response: { ...head, ...nothing(request, 'horizon'), acks }, wasRewound };
  }
  const applied = await applyChanges(tx, { ...context, firm }, request, state);
  if (applied.seq > firm.seq) await tx.notify(session.firmId, applied.seq);

  const { acks, answered, isCutShort } = answerAcks(
    request,
    applied.verdicts,
    state,
    context.pageLimit.bytes,
    jsonText,
  );
  // A device that was up to date needs nothing beyond its acks.
  const page =
    request.cursor === firm.seq && !isCutShort
      ? { records: [], cursor: applied.seq, more: false }
      : await readFeedPage(tx, session.firmId, request.cursor, applied.seq, context.pageLimit);
  const response: SyncResponse = {
    ...head,
    acks,
    // A record in an ack need not be repeated in the feed; both are from the same moment.
    feed: page.records.filter((record) => !answered.has(recordKey(record.table, record.recordId))),
    cursor: page.cursor,
    more: page.more,
    ...(page.more ? {} : { digest: toDigest(context.schema, applied.digests) }),
  };
  return { response, wasRewound };
}

/** What the server stores of a device after this round. */
function deviceAfter(
  { session, nowMs }: RoundContext,
  before: Device | undefined,
  { request, mark, check }: { request: SyncRequest; mark: string; check: RoundCheck },
  firm: Firm,
): Device {
  return {
    firmId: session.firmId,
    deviceId: request.deviceId,
    personId: session.personId,
    name: before?.name ?? '',
    lastRound: request.round,
    roundMark: mark,
    ticketRound: check.kind === 'accepted' ? check.ticketRound : 0,
    epoch: firm.epoch,
    unread: check.kind === 'accepted' ? check.unread : [],
    ackedThrough: Math.max(before?.ackedThrough ?? 0, request.ackedThrough),
    seenAtMs: nowMs,
  };
}

/** The part of a response that does not depend on its changes. */
function headOf(firm: Firm, request: SyncRequest, removal: string | undefined) {
  return {
    ticket: makeTicket(firm.secret, firm.epoch, request.deviceId, request.round),
    round: request.round,
    epoch: firm.epoch,
    epochSeq: sharedSeq(firm, request.epoch),
    ...(firm.horizon > 0 ? { horizon: firm.horizon } : {}),
    ...(removal === undefined ? {} : { removal }),
  };
}

async function lockFirm(tx: Transaction, firmId: string, lock: 'update' | 'share'): Promise<Firm> {
  const firm = await readFirm(tx, firmId, lock);
  if (!firm) throw new FerryFailure('auth.revoked', 'askOwner');
  return firm;
}

function nothing(request: SyncRequest, reset: 'epoch' | 'horizon') {
  return { reset, acks: [], feed: [], cursor: request.cursor, more: false };
}

/** Every table of the schema has a digest, zero if nothing was ever written. */
function toDigest(schema: Schema, digests: ReadonlyMap<string, bigint>): Digest {
  return Object.fromEntries(schema.entities.map(({ table }) => [table, digestHex(digests.get(table) ?? 0n)]));
}
