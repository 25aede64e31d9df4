import { describe, expect, it } from 'vitest';
import { createFeedClient } from '../../../../main/updates/feed-client.ts';
import { createUpdateKeys, signFeed } from '../../../../tools/release/sign-feed.ts';
import { manualClock, recordingLog } from '../support.ts';
import { aFeed, aMemory } from './support.ts';

const keys = createUpdateKeys();
const signed = (patch = {}) => signFeed(aFeed(patch), [keys.privateKey]);

describe('the feed of a channel', () => {
  it('is requested by the name of the channel, below the address of the feed, without a cache', async () => {
    const { client, requests } = aClient(() => new Response(signed({ channel: 'beta' })));
    expect(await client.read('beta', 1000)).toMatchObject({ ok: true, feed: { channel: 'beta' } });
    expect(requests).toEqual([['https://updates.example/ferry/beta.json', 'no-store']]);
  });

  it.each([
    ['an older one than was seen before', 'replayed', () => new Response(signed({ sequence: 999 }))],
    ['one of another channel', 'badAnswer', () => new Response(signed({ channel: 'beta' }))],
    ['one that nobody signed', 'badSignature', () => new Response(signFeed(aFeed(), [createUpdateKeys().privateKey]))],
    ['a page of HTML', 'badAnswer', () => new Response('<!doctype html>')],
    ['nothing', 'badAnswer', () => new Response('')],
    ['more than a feed can have', 'badAnswer', () => new Response('x'.repeat(300 * 1024))],
    ['a server that fails', 'badAnswer', () => new Response('', { status: 500 })],
    ['a feed that is gone', 'gone', () => new Response('', { status: 404 })],
    ['an answer of another host', 'otherOrigin', () => from('https://evil.example/latest.json', signed())],
    ['the same host without TLS', 'otherOrigin', () => from('http://updates.example/latest.json', signed())],
    [
      'a redirect that the session cancelled',
      'otherOrigin',
      () => Promise.reject(new Error('net::ERR_BLOCKED_BY_CLIENT')),
    ],
    ['no network', 'unreachable', () => Promise.reject(new TypeError('net::ERR_INTERNET_DISCONNECTED'))],
  ] as const)('is refused when it is %s', async (_what, failure, respond) => {
    const { client } = aClient(respond, aMemory({ sequences: { latest: 1000 } }));
    expect(await client.read('latest', 1000)).toEqual({ ok: false, failure });
  });

  it('is returned unchanged, and remembered for the next start', async () => {
    const memory = aMemory();
    const { client } = aClient(() => new Response(signed()), memory);
    await client.read('latest', 1000);
    expect(await client.read('latest', 1000)).toMatchObject({ ok: true });
    expect(memory.stored().sequences).toEqual({ latest: 1000 });
  });

  it('may be older on another channel', async () => {
    const { client } = aClient(() => new Response(signed()), aMemory({ sequences: { beta: 5000 } }));
    expect(await client.read('latest', 1000)).toMatchObject({ ok: true });
  });

  it('times out, though the request never ends', async () => {
    const clock = manualClock();
    const { client } = aClient(() => new Promise(() => {}), aMemory(), clock);
    const answer = client.read('latest', 30_000);
    clock.advance(30_000);
    expect(await answer).toEqual({ ok: false, failure: 'unreachable' });
  });

  it('times out if it stops in the middle', async () => {
    const clock = manualClock();
    const endless = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) });
    const { client } = aClient(() => new Response(endless), aMemory(), clock);
    const answer = client.read('latest', 30_000);
    clock.advance(30_000);
    expect(await answer).toEqual({ ok: false, failure: 'unreachable' });
  });
});

function from(url: string, body: string): Response {
  return Object.defineProperty(new Response(body), 'url', { value: url });
}

function aClient(respond: () => Response | Promise<Response>, memory = aMemory(), clock = manualClock()) {
  const requests: [string, RequestCache | undefined][] = [];
  const fetch = async (input: unknown, init?: RequestInit) => {
    requests.push([String(input), init?.cache]);
    return respond();
  };
  const client = createFeedClient({
    url: 'https://updates.example/ferry',
    keys: [keys.publicKey],
    fetch: fetch as typeof globalThis.fetch,
    memory,
    clock,
    log: recordingLog(),
  });
  return { client, requests };
}
