import { describe, expect, it } from 'vitest';
import type { ServerRecord, SyncResponse } from '#app/contract/protocol.ts';
import { insertClient } from '../../../server/conformance/changes.ts';
import { syncAnswerText } from '../../../server/http/sync-answer.ts';
import { createJsonText } from '../../../server/storage/json-text.ts';

const record: ServerRecord = {
  table: 'clients',
  recordId: 'c1',
  version: 3,
  deleted: false,
  data: insertClient('c1', { name: '"quoted" \u2028 \ud800', tags: ['a'] }).data,
  stamps: { '+': { version: 3, device: 'd' } },
  by: 'p',
  at: 5,
};
const head = { ticket: '1.x', round: 1, epoch: 'e', epochSeq: 0, cursor: 3, more: false };

describe('the text of an answer equals the JSON of the answer', () => {
  it.each<[string, SyncResponse]>([
    ['with nothing in it', { ...head, acks: [], feed: [] }],
    ['with a reset', { ...head, reset: 'horizon', horizon: 2, acks: [], feed: [] }],
    [
      'with acks, a feed and a digest',
      {
        ...head,
        acks: [
          { changeId: 'a', outcome: 'applied', version: 3, record },
          { changeId: 'b', outcome: 'rejected', code: 'record.unknown', action: 'fix' },
        ],
        feed: [record, { ...record, recordId: 'c2', deleted: true }],
        digest: { clients: '0000000000000000' },
      },
    ],
  ])('%s', (_what, response) => {
    expect(JSON.parse(syncAnswerText(response, createJsonText()))).toEqual(JSON.parse(JSON.stringify(response)));
  });
});
