import { describe, expect, it } from 'vitest';
import { createCommitNotices, type Notice } from '../../../server/storage/commit-notices.ts';
import { quietLog } from '../../support/quiet-log.ts';

describe('commit notices', () => {
  it('are sent one statement at a time, only the newest sequence of a firm', async () => {
    const sent: Notice[][] = [];
    const first = Promise.withResolvers<void>();
    const notices = createCommitNotices(async (reported) => {
      sent.push(reported);
      if (sent.length === 1) await first.promise;
    }, quietLog);
    notices.announce([{ firmId: 'nordwind', seq: 1 }]);
    notices.announce([{ firmId: 'nordwind', seq: 3 }]);
    notices.announce([{ firmId: 'südwind', seq: 9 }]);
    notices.announce([{ firmId: 'nordwind', seq: 2 }]);
    expect(sent).toEqual([[{ firmId: 'nordwind', seq: 1 }]]);
    first.resolve();
    await notices.settled();
    expect(sent.slice(1)).toEqual([
      [
        { firmId: 'nordwind', seq: 3 },
        { firmId: 'südwind', seq: 9 },
      ],
    ]);
  });

  it('continue after one that failed', async () => {
    const sent: Notice[][] = [];
    const notices = createCommitNotices(async (reported) => {
      sent.push(reported);
      if (sent.length === 1) throw new Error('connection lost');
    }, quietLog);
    notices.announce([{ firmId: 'nordwind', seq: 1 }]);
    await notices.settled();
    notices.announce([{ firmId: 'nordwind', seq: 2 }]);
    await notices.settled();
    expect(sent.at(-1)).toEqual([{ firmId: 'nordwind', seq: 2 }]);
  });
});
