import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Settings, settingsSchema } from '#app/contract/settings.ts';
import { createListeners } from '../../../../main/system/emitter.ts';
import type { Feed, FeedChannel } from '../../../../main/updates/feed.ts';
import type { FeedAnswer } from '../../../../main/updates/feed-client.ts';
import type { UpdateEngine } from '../../../../main/updates/update-engine.ts';
import { createUpdateMemory, type RememberedUpdates } from '../../../../main/updates/update-memory.ts';

export const CONTENT = 'the new version';
export const sha512 = (content: string) => createHash('sha512').update(content).digest('base64');

export function aFeed(patch: Partial<Feed> = {}): Feed {
  return {
    format: 1,
    app: 'desk.ferry.app',
    channel: 'latest',
    sequence: 1000,
    version: '2.0.0',
    rolloutPercent: 100,
    isHalted: false,
    notes: { en: '- Something new' },
    files: [
      {
        name: 'Ferry-2.0.0-linux-x86_64.AppImage',
        platform: 'linux',
        arch: 'x64',
        target: 'AppImage',
        bytes: CONTENT.length,
        sha512: sha512(CONTENT),
      },
    ],
    ...patch,
  };
}

/** A memory on no disk. */
export function aMemory(kept: Partial<RememberedUpdates> = {}) {
  let stored: RememberedUpdates = { sequences: {}, installing: null, ready: null, ...kept };
  const memory = createUpdateMemory(
    {
      read: () => stored,
      write: (value) => {
        stored = value;
      },
    },
    () => {},
  );
  return { ...memory, stored: () => stored };
}

export interface FakeFeed {
  answer: FeedAnswer;
  asked: FeedChannel[];
  read(channel: FeedChannel): Promise<FeedAnswer>;
}

export function aFakeFeed(answer: FeedAnswer = { ok: true, feed: aFeed() }): FakeFeed {
  const fake: FakeFeed = {
    answer,
    asked: [],
    async read(channel) {
      fake.asked.push(channel);
      return fake.answer;
    },
  };
  return fake;
}

export interface FakeEngine extends UpdateEngine {
  acts: string[];
  /** How a download goes: by default it brings the content at once. */
  fetch: (onBytes: (received: number) => void, signal: AbortSignal) => Promise<void>;
  failAt: string | null;
  file: string;
}

/** Stands in for electron-updater: writes a file, and remembers its calls. */
export function aFakeEngine(folder: string): FakeEngine {
  const act = async (name: string) => {
    engine.acts.push(name);
    if (engine.failAt === name) throw new Error(`${name} failed`);
  };
  const engine: FakeEngine = {
    acts: [],
    fetch: async (onBytes) => onBytes(CONTENT.length),
    failAt: null,
    file: path.join(folder, 'update'),
    async download(_file, { signal, onBytes }) {
      await engine.fetch(onBytes, signal);
      writeFileSync(engine.file, CONTENT);
      return engine.file;
    },
    stage: () => act('stage'),
    quit: () => void engine.acts.push('quit'),
    install: ({ relaunch }) => act(relaunch ? 'install and relaunch' : 'install'),
    discard: () => act('discard'),
  };
  return engine;
}

export function fakeSettings() {
  const listeners = createListeners<Settings>();
  let current = settingsSchema.parse({});
  return {
    get: () => current,
    onChange: listeners.add,
    choose(updateChannel: Settings['updateChannel']) {
      current = { ...current, updateChannel };
      listeners.emit(current);
    },
  };
}
