import { describe, expect, it } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import type { Ack, Change, ServerRecord, SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { checkResponse } from '#app/sync/run/check-response.ts';

const change: Change = {
  changeId: '00000000-0000-7000-8000-000000000001',
  table: 'clients',
  operation: 'update',
  recordId: 'c-1',
  data: { name: 'x' },
  base: { name: 'y' },
  baseVersion: 3,
  schemaVersion: 1,
  createdAt: 0,
};
const UNANSWERED = '00000000-0000-7000-8000-000000000002';
const UNKNOWN_ID = '00000000-0000-7000-8000-000000000003';

const request: SyncRequest = {
  deviceId: '00000000-0000-7000-8000-00000000000d',
  ticket: null,
  round: 7,
  epoch: 'e-1',
  schema: 1,
  cursor: 10,
  ackedThrough: 6,
  unanswered: [UNANSWERED],
  changes: [change],
};

function record(version: number, more: Partial<ServerRecord> = {}): ServerRecord {
  return {
    table: 'clients',
    recordId: 'c-1',
    version,
    deleted: false,
    data: {},
    stamps: {},
    by: 'p',
    at: 0,
    ...more,
  };
}

const ack: Ack = { changeId: change.changeId, outcome: 'applied', version: 12, record: record(12) };
const answer: SyncResponse = {
  ticket: 't',
  round: 7,
  epoch: 'e-1',
  epochSeq: 0,
  acks: [ack],
  feed: [record(11, { recordId: 'c-2' }), record(12)],
  cursor: 12,
  more: false,
  digest: {},
};

/** The rule an answer breaks; null where it is fine. */
function broken(given: Partial<SyncResponse>, to: Partial<SyncRequest> = {}): unknown {
  try {
    checkResponse({ ...request, ...to }, { ...answer, ...given });
    return null;
  } catch (thrown) {
    expect(toFerryError(thrown).code).toBe('sync.badAnswer');
    return toFerryError(thrown).details?.rule;
  }
}

const reset: Partial<SyncResponse> = { reset: 'epoch', epoch: 'e-2', acks: [], feed: [], cursor: 10 };

describe('a response is accepted', () => {
  it.each<[string, Partial<SyncResponse>]>([
    ['that answers everything it was sent', {}],
    [
      'that also answers what was unanswered',
      { acks: [ack, { changeId: UNANSWERED, outcome: 'applied', version: 11 }] },
    ],
    ['with more to come and no digest', { more: true, digest: undefined }],
    ['with nothing new', { feed: [], cursor: 12 }],
    ['with several records of one version', { feed: [record(12), record(12, { recordId: 'c-2' })] }],
    ['that refuses the change without a version', { acks: [{ changeId: change.changeId, outcome: 'rejected' }] }],
    ['that names another epoch', reset],
    [
      'that says the cursor is too old, with what is settled',
      { ...reset, reset: 'horizon', epoch: 'e-1', acks: [ack] },
    ],
    ['that says so without an answer to a change', { ...reset, reset: 'horizon', epoch: 'e-1' }],
  ])('%s', (_case, given) => {
    expect(broken(given)).toBeNull();
  });

  it('that is the first: from no epoch into one', () => {
    expect(broken(reset, { epoch: null })).toBeNull();
  });
});

describe('a response is refused', () => {
  it.each<[string, Partial<SyncResponse>, string]>([
    ['whose cursor goes back', { cursor: 9, feed: [] }, 'the cursor goes back'],
    ['of another epoch', { epoch: 'e-2' }, 'another epoch without a reset'],
    ['without an ack for a change', { acks: [] }, 'a change without an ack'],
    [
      'with an ack for an unknown change',
      { acks: [ack, { ...ack, changeId: UNKNOWN_ID }] },
      'an ack for a change that was not sent',
    ],
    ['with two acks for one change', { acks: [ack, ack] }, 'two acks for one change'],
    [
      'with an ack of another record',
      { acks: [{ ...ack, record: record(12, { recordId: 'c-9' }) }] },
      'an ack with another record',
    ],
    [
      'with an ack of another table',
      { acks: [{ ...ack, record: record(12, { table: 'tasks' }) }] },
      'an ack with another record',
    ],
    [
      'that applied without a version',
      { acks: [{ changeId: change.changeId, outcome: 'applied' }] },
      'an applied change without a version',
    ],
    ['with a conflict over nothing', { acks: [{ ...ack, outcome: 'conflict' }] }, 'a conflict without its values'],
    ['with a feed out of order', { feed: [record(12), record(11)] }, 'the feed is out of order'],
    ['with a record from before', { feed: [record(10)] }, 'a feed record beyond the page'],
    ['with a record from beyond its cursor', { feed: [record(13)] }, 'a feed record beyond the page'],
    ['that promises more and does not move', { more: true, cursor: 10, feed: [] }, 'more without progress'],
    ['that ends without a digest', { digest: undefined }, 'the last page has no digest'],
    ['that resets and feeds', { ...reset, feed: [record(11)] }, 'a reset brings no records'],
    ['that resets to the same epoch', { ...reset, epoch: 'e-1' }, 'a reset names another epoch'],
    [
      'that resets the epoch and answers',
      { ...reset, acks: [ack] },
      'another data set has no answers to these changes',
    ],
    ['whose horizon is in another epoch', { ...reset, reset: 'horizon' }, 'a horizon lies in the same epoch'],
    [
      'that resets and acknowledges an unknown change',
      { ...reset, reset: 'horizon', epoch: 'e-1', acks: [{ ...ack, changeId: UNKNOWN_ID }] },
      'an ack for a change that was not sent',
    ],
  ])('%s', (_case, given, rule) => {
    expect(broken(given)).toBe(rule);
  });
});
