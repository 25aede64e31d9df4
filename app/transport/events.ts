import { createParser } from 'eventsource-parser';
import type { Clock, Log, Random } from '#app/contract/ports.ts';
import { chunks } from './body.ts';

/** Servers send a comment at least every 25 s; a connection silent for longer is dead. */
const SILENCE_MS = 60_000;
/** Headers arrive at once; otherwise nobody is there. */
const OPEN_DEADLINE_MS = 15_000;
/** A stream that lasted this long counts as good; one that closes at once must not be reopened immediately. */
const STEADY_MS = 30_000;
const RECONNECT_FIRST_MS = 1_000;
const RECONNECT_MAX_MS = 60_000;

export interface EventStreamOptions {
  /** Opens the stream; rejects, or answers other than 200, if it cannot. */
  open: (signal: AbortSignal) => Promise<Response>;
  clock: Clock;
  random: Random;
  log: Log;
  onWake: () => void;
}

/**
 * Keeps a stream of server-sent events open (WHATWG HTML §9.2), with a watchdog for half-open connections and
 * full-jitter reconnection. Calls `onWake` for every event and on every connection, since events may have been missed;
 * and when it is refused, or lost and cannot be reopened: a round then finds the cause. An open stream does not prove
 * the server's identity. Returns the function that closes it.
 */
export function openEventStream({ open, clock, random, log, onWake }: EventStreamOptions): () => void {
  let isClosed = false;
  let attempt = 0;
  let isRefused = false;
  /** It was open, and its loss has not been reported yet. */
  let wasOpen = false;
  let controller = new AbortController();
  let cancelTimer: (() => void) | null = null;

  function setTimer(delayMs: number, callback: () => void): void {
    cancelTimer?.();
    cancelTimer = clock.setTimer(delayMs, callback);
  }

  async function connect(): Promise<void> {
    controller = new AbortController();
    let openedAtMs: number | null = null;
    const watch = (silenceMs = SILENCE_MS): void => setTimer(silenceMs, () => controller.abort());
    watch(OPEN_DEADLINE_MS);
    try {
      const response = await open(controller.signal);
      if (!response.ok || !response.body || !isEventStream(response)) {
        await response.body?.cancel();
        noteRefusal(response.status);
        throw new Error(`status ${response.status}`);
      }
      isRefused = false;
      wasOpen = true;
      openedAtMs = clock.monotonicMs();
      watch();
      onWake();
      const parser = createParser({ onEvent: onWake });
      const decoder = new TextDecoder();
      for await (const chunk of chunks(response.body)) {
        watch();
        parser.feed(decoder.decode(chunk, { stream: true }));
      }
    } catch (thrown) {
      log.debug('events.lost', { reason: String(thrown) });
    }
    if (openedAtMs === null) noteLoss();
    if (openedAtMs !== null && clock.monotonicMs() - openedAtMs >= STEADY_MS) attempt = 0;
    reconnect();
  }

  function noteRefusal(status: number): void {
    if (status !== 401 || isRefused) return;
    isRefused = true;
    onWake();
  }

  function noteLoss(): void {
    if (!wasOpen || isClosed) return;
    wasOpen = false;
    onWake();
  }

  function reconnect(): void {
    if (isClosed) return;
    attempt += 1;
    const ceilingMs = Math.min(RECONNECT_MAX_MS, RECONNECT_FIRST_MS * 2 ** attempt);
    setTimer(RECONNECT_FIRST_MS + random() * ceilingMs, () => void connect());
  }

  void connect();
  return () => {
    isClosed = true;
    cancelTimer?.();
    controller.abort();
  };
}

/** A sign-in page may answer 200 to anything. */
function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.toLowerCase().startsWith('text/event-stream') ?? false;
}
