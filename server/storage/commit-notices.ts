import type { Log } from '#app/contract/ports.ts';

export interface Notice {
  firmId: string;
  seq: number;
}

/**
 * Sends commit notifications, one statement at a time: commits meanwhile are combined into the next one, only the
 * newest sequence per firm. A lost notification only delays a desk until its next pull.
 */
export interface CommitNotices {
  announce(notices: readonly Notice[]): void;
  /** Resolves once nothing is left to send. */
  settled(): Promise<void>;
}

export function createCommitNotices(send: (notices: Notice[]) => Promise<void>, log: Log): CommitNotices {
  let waiting = new Map<string, number>();
  let sending: Promise<void> | undefined;

  async function sendAll(): Promise<void> {
    while (waiting.size > 0) {
      const notices = [...waiting].map(([firmId, seq]) => ({ firmId, seq }));
      waiting = new Map();
      await send(notices).catch((error: Error) => log.warn('postgres.notifyFailed', { reason: error.message }));
    }
    sending = undefined;
  }

  return {
    announce(notices) {
      for (const { firmId, seq } of notices) waiting.set(firmId, Math.max(seq, waiting.get(firmId) ?? 0));
      if (waiting.size > 0) sending ??= sendAll();
    },
    async settled() {
      await sending;
    },
  };
}
