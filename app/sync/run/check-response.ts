import { FerryFailure } from '#app/contract/errors.ts';
import type { Ack, ServerRecord, SyncRequest, SyncResponse } from '#app/contract/protocol.ts';

/**
 * Checks a response against its request, beyond its shape. Nothing of a response is stored before all checks pass.
 * @throws FerryFailure `sync.badAnswer` with the rule it broke
 */
export function checkResponse(request: SyncRequest, response: SyncResponse): void {
  const refuse = (rule: string): never => {
    throw new FerryFailure('sync.badAnswer', 'wait', { rule });
  };
  if (response.reset) {
    if (response.feed.length > 0) refuse('a reset brings no records');
    if (response.reset === 'epoch' && response.acks.length > 0)
      refuse('another data set has no answers to these changes');
    if (response.reset === 'epoch' && response.epoch === request.epoch) refuse('a reset names another epoch');
    if (response.reset === 'horizon' && response.epoch !== request.epoch) refuse('a horizon lies in the same epoch');
    checkAcks(request, response.acks, refuse);
    return;
  }
  if (response.epoch !== request.epoch) refuse('another epoch without a reset');
  if (response.cursor < request.cursor) refuse('the cursor goes back');
  const answered = checkAcks(request, response.acks, refuse);
  if (request.changes.some(({ changeId }) => !answered.has(changeId))) refuse('a change without an ack');
  checkFeed(request, response, refuse);
  if (!response.more && !response.digest) refuse('the last page has no digest');
}

/** Returns the ids of the answered changes. */
function checkAcks(request: SyncRequest, acks: readonly Ack[], refuse: (rule: string) => never): Set<string> {
  const carried = new Map(request.changes.map((change) => [change.changeId, change]));
  const expected = new Set([...carried.keys(), ...request.unanswered]);
  const answered = new Set<string>();
  for (const ack of acks) {
    if (!expected.has(ack.changeId)) refuse('an ack for a change that was not sent');
    if (answered.has(ack.changeId)) refuse('two acks for one change');
    answered.add(ack.changeId);
    const change = carried.get(ack.changeId);
    if (change && ack.record && !isSameRecord(ack.record, change)) refuse('an ack with another record');
    if (isWritten(ack) && ack.version === undefined) refuse('an applied change without a version');
    if (ack.outcome === 'conflict' && !ack.conflict) refuse('a conflict without its values');
  }
  return answered;
}

function checkFeed(request: SyncRequest, { feed, cursor, more }: SyncResponse, refuse: (rule: string) => never): void {
  let last = request.cursor;
  for (const record of feed) {
    if (record.version < last) refuse('the feed is out of order');
    if (record.version <= request.cursor || record.version > cursor) refuse('a feed record beyond the page');
    last = record.version;
  }
  if (more && cursor === request.cursor) refuse('more without progress');
}

function isSameRecord(record: ServerRecord, change: { table: string; recordId: string }): boolean {
  return record.table === change.table && record.recordId === change.recordId;
}

function isWritten(ack: Ack): boolean {
  return ack.outcome === 'applied' || ack.outcome === 'merged' || ack.outcome === 'duplicate';
}
