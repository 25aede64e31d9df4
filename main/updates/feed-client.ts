import type { Clock, Log } from '#app/contract/ports.ts';
import type { UpdateFailure } from '#app/contract/updates.ts';
import { type Feed, type FeedChannel, MAX_FEED_BYTES, readFeed } from './feed.ts';
import type { UpdateMemory } from './update-memory.ts';
import { failureOf, UpdateProblem } from './update-problem.ts';

interface FeedClientDeps {
  /** The feed's folder, `https`. Requests never leave its origin. */
  url: string;
  /** Raw Ed25519 public keys, base64. */
  keys: readonly string[];
  /** Fetches in the updater's own session, which cancels requests to other origins. */
  fetch: typeof fetch;
  memory: UpdateMemory;
  clock: Pick<Clock, 'setTimer'>;
  log: Log;
}

export type FeedAnswer = { ok: true; feed: Feed } | { ok: false; failure: UpdateFailure };

export interface FeedClient {
  /** The signed feed of a channel, not older than the newest one seen. Answers within `timeoutMs`; never rejects. */
  read(channel: FeedChannel, timeoutMs: number): Promise<FeedAnswer>;
}

export function createFeedClient({ url, keys, fetch, memory, clock, log }: FeedClientDeps): FeedClient {
  async function ask(channel: FeedChannel, signal: AbortSignal): Promise<FeedAnswer> {
    const address = feedAddress(url, channel);
    const response = await fetch(address, { signal, cache: 'no-store', credentials: 'omit' });
    if (response.url !== '' && new URL(response.url).origin !== address.origin) return refusal('otherOrigin');
    if (response.status === 404 || response.status === 410) return refusal('gone');
    if (!response.ok) return refusal('badAnswer');
    const reading = readFeed(await textOf(response), keys);
    if (!reading.ok) return reading;
    const { feed } = reading;
    // A beta feed under the stable name has a valid signature too.
    if (feed.channel !== channel) return refusal('badAnswer');
    return memory.accept(channel, feed.sequence) ? { ok: true, feed } : refusal('replayed');
  }

  return {
    async read(channel, timeoutMs) {
      const abort = new AbortController();
      // Does not rely on `fetch` to honour its signal.
      const { promise: late, resolve } = Promise.withResolvers<FeedAnswer>();
      const cancel = clock.setTimer(timeoutMs, () => {
        resolve(refusal('unreachable'));
        abort.abort();
      });
      const answer = await Promise.race([late, ask(channel, abort.signal).catch(failed)]);
      cancel();
      if (!answer.ok) log.warn('update.feedRefused', { failure: answer.failure });
      return answer;
    },
  };

  function failed(thrown: unknown): FeedAnswer {
    log.info('update.feedFailed', { reason: String(thrown) });
    return refusal(failureOf(thrown));
  }
}

export function feedFileName(channel: FeedChannel): string {
  return `${channel}.json`;
}

function feedAddress(url: string, channel: FeedChannel): URL {
  return new URL(feedFileName(channel), url.endsWith('/') ? url : `${url}/`);
}

function refusal(failure: UpdateFailure): FeedAnswer {
  return { ok: false, failure };
}

/** @throws if the response is larger than any feed */
async function textOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks).toString('utf8');
    bytes += value.byteLength;
    if (bytes > MAX_FEED_BYTES) {
      await reader.cancel();
      throw new UpdateProblem('badAnswer', `more than ${MAX_FEED_BYTES} bytes`);
    }
    chunks.push(value);
  }
}
