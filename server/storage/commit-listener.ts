import type pg from 'pg';
import type { Log } from '#app/contract/ports.ts';
import type { CommitListener, Connections } from './database.ts';

const MIN_DELAY_MS = 200;
const MAX_DELAY_MS = 10_000;
/** A connection can die silently; a regular probe detects it. */
const PROBE_EVERY_MS = 15_000;
const PROBE_DEADLINE_MS = 5_000;

export interface CommitListenerSource {
  subscribe(listener: CommitListener): () => void;
  state(): Pick<Connections, 'isListening' | 'listenReconnects'>;
  dispose(): Promise<void>;
}

/**
 * Receives the commits of all processes by LISTEN. Connects with the first subscriber and reconnects after each loss;
 * then every subscriber gets `null` ("anything may have changed"), since notifications were missed.
 */
export function createCommitListener({
  connect,
  channel,
  log,
}: {
  connect: () => pg.Client;
  channel: string;
  log: Log;
}): CommitListenerSource {
  const listeners = new Set<CommitListener>();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let delayMs = MIN_DELAY_MS;
  let isDisposed = false;
  let isStarted = false;
  let timesOpened = 0;

  function emit(firmId: string | null, seq: number | null): void {
    for (const listener of listeners) listener(firmId, seq);
  }

  function retryLater(reason: string): void {
    if (isDisposed) return;
    log.warn('postgres.listenLost', { reason, retryInMs: delayMs });
    timer = setTimeout(() => void open(), delayMs);
    delayMs = Math.min(delayMs * 2, MAX_DELAY_MS);
  }

  async function open(): Promise<void> {
    const fresh = connect();
    let isLost = false;
    const lose = (reason: string) => {
      if (isLost) return;
      isLost = true;
      clearTimeout(timer);
      if (client === fresh) client = undefined;
      fresh.end().catch(() => undefined);
      retryLater(reason);
    };
    fresh.on('error', (error) => lose(error.message));
    fresh.on('end', () => lose('closed'));
    fresh.on('notification', ({ payload = '' }) => {
      const separator = payload.indexOf(':');
      emit(payload.slice(separator + 1), Number(payload.slice(0, separator)));
    });
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${channel}`);
    } catch (error) {
      lose(error instanceof Error ? error.message : String(error));
      return;
    }
    if (isDisposed) {
      isLost = true;
      await fresh.end();
      return;
    }
    client = fresh;
    timesOpened += 1;
    delayMs = MIN_DELAY_MS;
    emit(null, null);
    probeLater(fresh, lose);
  }

  function probeLater(current: pg.Client, lose: (reason: string) => void): void {
    timer = setTimeout(() => {
      const deadline = setTimeout(() => lose('no answer'), PROBE_DEADLINE_MS);
      current
        .query('SELECT 1')
        .then(() => probeLater(current, lose))
        .catch((error: Error) => lose(error.message))
        .finally(() => clearTimeout(deadline));
    }, PROBE_EVERY_MS);
  }

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (!isStarted) {
        isStarted = true;
        void open();
      }
      return () => listeners.delete(listener);
    },
    state: () => ({ isListening: client !== undefined, listenReconnects: Math.max(0, timesOpened - 1) }),
    async dispose() {
      isDisposed = true;
      listeners.clear();
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
