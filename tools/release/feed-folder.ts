import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FEED_CHANNELS, readFeed } from '../../main/updates/feed.ts';
import type { ChannelFeeds } from './channel-files.ts';
import { signFeed } from './sign-feed.ts';

/** The channel files in a folder. @throws if the app would not trust one of them */
export async function readChannelFiles(folder: string, updateKeys: readonly string[]): Promise<ChannelFeeds> {
  const feeds: ChannelFeeds = {};
  for (const channel of FEED_CHANNELS) {
    const text = await readFile(path.join(folder, `${channel}.json`), 'utf8').catch(() => null);
    if (text === null) continue;
    const reading = readFeed(text, updateKeys);
    if (!reading.ok) throw new Error(`${channel}.json is not signed by a key that the app pins (${reading.failure})`);
    feeds[channel] = reading.feed;
  }
  return feeds;
}

/** Signs and writes channel files. Resolves to their names. */
export async function writeChannelFiles(
  folder: string,
  feeds: ChannelFeeds,
  privateKeys: readonly string[],
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const names: string[] = [];
  for (const feed of Object.values(feeds)) {
    const name = `${feed.channel}.json`;
    await writeFile(path.join(folder, name), signFeed(feed, privateKeys));
    names.push(name);
  }
  return names;
}
