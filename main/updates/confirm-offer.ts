import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { UpdateFailure } from '#app/contract/updates.ts';
import type { Offer } from './download.ts';
import type { FeedChannel } from './feed.ts';
import type { FeedClient } from './feed-client.ts';
import { type InstalledApp, judgeFeed } from './feed-policy.ts';

/**
 * Right before an installation: whether the downloaded file is still offered and matches its signature.
 * @returns null if it may be installed, else why not
 */
export async function confirmOffer(deps: {
  feed: FeedClient;
  channel: FeedChannel;
  app: InstalledApp;
  offer: Offer;
  /** Path of the downloaded file. */
  path: string;
  timeoutMs: number;
}): Promise<UpdateFailure | null> {
  const { feed, channel, app, offer, path, timeoutMs } = deps;
  const answer = await feed.read(channel, timeoutMs);
  if (!answer.ok) return answer.failure === 'unreachable' ? 'unconfirmed' : answer.failure;
  const verdict = judgeFeed(answer.feed, app);
  if (verdict.kind !== 'offer' || !isSameOffer(verdict, offer)) return 'withdrawn';
  const hash = await sha512Of(path).catch(() => null);
  return hash === offer.file.sha512 ? null : 'damaged';
}

export function isSameOffer(one: Offer, other: Offer): boolean {
  return one.version === other.version && one.file.sha512 === other.file.sha512;
}

/** Base64. @throws if the file cannot be read */
export async function sha512Of(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}
