import { describe, expect, it, vi } from 'vitest';
import { createCommitHub } from '../../../server/http/commit-hub.ts';
import type { CommitListener } from '../../../server/storage/database.ts';

describe('the commit hub', () => {
  function createHub() {
    let report: CommitListener = () => {};
    const hub = createCommitHub({
      onCommit(listener) {
        report = listener;
        return () => {};
      },
    });
    return { hub, commit: (...args: Parameters<CommitListener>) => report(...args) };
  }

  it('notifies the waiters of a firm of its commits only', () => {
    const { hub, commit } = createHub();
    const [ours, theirs] = [vi.fn(), vi.fn()];
    hub.subscribe('ours', ours);
    hub.subscribe('theirs', theirs);
    commit('ours', 7);
    expect(ours).toHaveBeenCalledExactlyOnceWith(7);
    expect(theirs).not.toHaveBeenCalled();
  });

  it('notifies everyone after a lost connection, since anything may have happened', () => {
    const { hub, commit } = createHub();
    const [ours, theirs] = [vi.fn(), vi.fn()];
    hub.subscribe('ours', ours);
    hub.subscribe('theirs', theirs);
    commit(null, null);
    expect([ours.mock.lastCall, theirs.mock.lastCall]).toEqual([[null], [null]]);
  });

  it('forgets removed waiters', () => {
    const { hub, commit } = createHub();
    const [staying, leaving] = [vi.fn(), vi.fn()];
    hub.subscribe('ours', staying);
    hub.subscribe('ours', leaving)();
    commit('ours', 1);
    expect(leaving).not.toHaveBeenCalled();
    expect(hub.subscriberCount()).toBe(1);
  });
});
