import { createHmac } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { FerryError } from '#app/contract/errors.ts';
import type { SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { createHttpTransport } from '#app/transport/http.ts';
import { anAnsweringServer, type SeenRequest, sendJson } from '../../support/answering-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const id = '00000000-0000-7000-8000-000000000001';
const request: SyncRequest = {
  deviceId: id,
  ticket: null,
  round: 1,
  epoch: 'e',
  schema: 1,
  cursor: 0,
  ackedThrough: 0,
  unanswered: [],
  changes: [],
};
const answer: SyncResponse = {
  ticket: 't',
  round: 1,
  epoch: 'e',
  epochSeq: 0,
  acks: [],
  feed: [],
  cursor: 5,
  more: false,
};
const problem = (code: string, status: number) => ({
  type: `about:blank#${code}`,
  title: 'x',
  status,
  detail: 'Said by the server.',
  code,
  action: 'wait',
  requestId: 'r-1',
});

type Answer = (response: ServerResponse, request: SeenRequest) => void;

async function against(answerWith: Answer, proof: { firmId: string; healthKey: string } | null = null) {
  const server = await anAnsweringServer((seenRequest, response) => answerWith(response, seenRequest));
  const transport = createHttpTransport({
    serverUrl: () => server.url,
    token: () => 'secret-token-of-twenty',
    proof: () => proof,
    fetch,
    clock: createVirtualClock(),
    log: quietLog,
  });
  return { transport, seen: server.seen };
}

/** What a round comes to against a server that answers so. */
async function errorAgainst(answerWith: Answer, send = request): Promise<FerryError | null> {
  const { transport } = await against(answerWith);
  const result = await transport.sync(send);
  return result.ok ? null : result.error;
}

const html: Answer = (response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to Hotel Wi-Fi</h1>');
const plain =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end('no');

describe('a call', () => {
  it('carries the token and JSON, and brings back what passed its schema', async () => {
    const { transport, seen } = await against((response) => sendJson(response, { ...answer, invented: true }));
    expect(await transport.sync(request)).toEqual({ ok: true, value: answer });
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/v1/sync',
      headers: { authorization: 'Bearer secret-token-of-twenty' },
    });
    expect(JSON.parse(String(seen[0]?.body))).toEqual(request);
  });

  it('compresses a large body, and reads a compressed answer', async () => {
    const feed = [
      {
        table: 'clients',
        recordId: 'c',
        version: 1,
        deleted: false,
        data: { name: 'x'.repeat(50_000) },
        stamps: {},
        by: '',
        at: 0,
      },
    ];
    const { transport, seen } = await against((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify({ ...answer, feed })));
    });
    const change = {
      changeId: id,
      table: 'clients',
      operation: 'insert' as const,
      recordId: 'c',
      data: { notes: 'y'.repeat(50_000) },
      baseVersion: 0,
      schemaVersion: 1,
      createdAt: 0,
    };
    expect(await transport.sync({ ...request, changes: [change] })).toMatchObject({ ok: true, value: { feed } });
    expect(seen[0]?.headers['content-encoding']).toBe('gzip');
    expect(seen[0]?.body.byteLength).toBeLessThan(2_000);
    expect(JSON.parse(String(gunzipSync(seen[0]?.body ?? Buffer.alloc(0))))).toMatchObject({ changes: [change] });
  });

  it('puts only what is given into the query', async () => {
    const { transport, seen } = await against((response) =>
      sendJson(response, { epoch: 'e', asOf: 1, records: [], next: null }),
    );
    await transport.snapshot({ table: 'clients', after: 'a&b', asOf: 0 });
    expect(seen[0]?.url).toBe('/v1/snapshot?table=clients&after=a%26b&asOf=0');
  });

  it('is not made where nobody is signed in', async () => {
    const transport = createHttpTransport({
      serverUrl: () => null,
      token: () => null,
      fetch,
      clock: createVirtualClock(),
      log: quietLog,
    });
    expect(await transport.sync(request)).toMatchObject({
      ok: false,
      error: { code: 'auth.required', action: 'signIn' },
    });
  });

  it('that is aborted was too slow', async () => {
    const { transport } = await against(() => {});
    const controller = new AbortController();
    const result = transport.sync(request, { signal: controller.signal });
    controller.abort();
    expect(await result).toMatchObject({ ok: false, error: { code: 'network.timeout', action: 'wait' } });
  });

  it('that nobody answers failed on the network', async () => {
    const transport = createHttpTransport({
      serverUrl: () => 'http://127.0.0.1:1',
      token: () => null,
      fetch,
      clock: createVirtualClock(),
      log: quietLog,
    });
    expect(await transport.sync(request)).toMatchObject({
      ok: false,
      error: { code: 'network.failed', action: 'checkServer' },
    });
  });

  it.each(['net::ERR_INTERNET_DISCONNECTED', 'connect ENETUNREACH 1.2.3.4:443'])(
    'that fails with %s is offline',
    async (message) => {
      const failing = () => Promise.reject(new TypeError('fetch failed', { cause: new Error(message) }));
      const transport = createHttpTransport({
        serverUrl: () => 'http://x.test',
        token: () => null,
        fetch: failing,
        clock: createVirtualClock(),
        log: quietLog,
      });
      expect(await transport.sync(request)).toMatchObject({ ok: false, error: { code: 'network.offline' } });
    },
  );
});

describe('an error of the server', () => {
  it.each([
    [401, 'auth.expired'],
    [401, 'auth.revoked'],
    [403, 'auth.forbidden'],
    [409, 'device.cloned'],
    [413, 'request.tooLarge'],
    [426, 'client.updateRequired'],
    [429, 'auth.throttled'],
    [400, 'request.invalid'],
    [500, 'server.failed'],
  ])('%i with problem details is %s, in its words', async (status, code) => {
    const error = await errorAgainst((response) => sendJson(response, problem(code, status), status));
    expect(error).toMatchObject({
      code,
      message: 'Said by the server.',
      details: { httpStatus: status, requestId: 'r-1' },
    });
  });

  it.each([
    [413, 'request.tooLarge'],
    [429, 'server.unavailable'],
    [500, 'server.failed'],
    [502, 'server.failed'],
    [503, 'server.unavailable'],
    [504, 'server.failed'],
  ])('%i from a proxy before it is %s', async (status, code) => {
    expect(await errorAgainst(plain(status))).toMatchObject({ code });
  });

  it.each([
    ['120', {}, 120_000],
    ['0', {}, 0],
    ['Wed, 01 Apr 2026 00:02:00 GMT', { date: 'Wed, 01 Apr 2026 00:00:00 GMT' }, 120_000],
    ['Wed, 01 Apr 2020 00:00:00 GMT', { date: 'Wed, 01 Apr 2026 00:00:00 GMT' }, 0],
    ['999999999', {}, 86_400_000],
  ])('that asks to come back after %j is heard, whatever the clocks say', async (value, headers, retryAfterMs) => {
    expect(await errorAgainst(plain(503, { 'retry-after': value, ...headers }))).toMatchObject({
      details: { retryAfterMs },
    });
  });

  it('that asks for nonsense is not', async () => {
    expect((await errorAgainst(plain(503, { 'retry-after': 'soon' })))?.details).toEqual({ httpStatus: 503 });
  });
});

describe('something that is no Ferry server', () => {
  it.each<[string, Answer]>([
    ['a sign-in page', html],
    ['a page that demands signing in', plain(401)],
    ['a page that forbids', plain(403)],
    ['a page that is not found', plain(404)],
    ['an upgrade demanded by a stranger', plain(426)],
    ['a network that wants authentication', plain(511)],
    ['a redirect to a sign-in page', (response) => response.writeHead(302, { location: 'http://wifi.test/' }).end()],
  ])('%s never ends a session or blames a change', async (_case, answerWith) => {
    expect(await errorAgainst(answerWith)).toMatchObject({ code: 'sync.wrongServer', action: 'checkServer' });
  });
});

describe('an answer that is not this protocol', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['another type', (response) => sendJson(response, { ...answer, cursor: '5' })],
    ['a list', (response) => sendJson(response, [])],
    ['a missing field', (response) => sendJson(response, { ...answer, acks: undefined })],
    ['a negative sequence', (response) => sendJson(response, { ...answer, cursor: -1 })],
    ['a sequence beyond what is exact', (response) => sendJson(response, { ...answer, cursor: 2 ** 60 })],
    [
      'an unknown outcome',
      (response) => sendJson(response, { ...answer, acks: [{ changeId: id, outcome: 'perhaps' }] }),
    ],
    [
      'an unknown code',
      (response) => sendJson(response, { ...answer, acks: [{ changeId: id, outcome: 'rejected', code: 'x.y' }] }),
    ],
    [
      'no UTF-8',
      (response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0x22])),
    ],
    [
      '50 MB',
      (response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.alloc(50 * 1024 * 1024, ' ')),
    ],
    [
      'a bomb of 200 MB',
      (response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(200 * 1024 * 1024, ' '))),
    ],
  ])('%s is refused by code', async (_case, answerWith) => {
    expect(await errorAgainst(answerWith)).toMatchObject({ code: 'sync.badAnswer', action: 'wait' });
  });

  it.each(['__proto__', 'constructor', 'prototype'])('with the field %s never reaches a prototype', async (key) => {
    const record = `{"table":"clients","recordId":"c","version":1,"deleted":false,"data":{"${key}":{"isAdmin":true}},"stamps":{},"by":"","at":0}`;
    const body = JSON.stringify({ ...answer, feed: [] }).replace('"feed":[]', `"feed":[${record}]`);
    const { transport } = await against((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    );
    const result = await transport.sync(request);
    if (result.ok) expect(Object.keys(result.value.feed[0]?.data ?? {})).toEqual([]);
    else expect(result.error.code).toBe('sync.badAnswer');
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('that is cut short failed on the network', async () => {
    const error = await errorAgainst((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"ticket":"t"', () => response.destroy());
    });
    expect(error).toMatchObject({ code: 'network.failed' });
  });
});

describe('the health of a server', () => {
  const key = 'k'.repeat(32);
  const proof = { firmId: 'f-1', healthKey: key };
  const health = { service: 'ferry', protocol: 1, time: 0 };
  const signed: Answer = (response, { url }) => {
    const query = new URL(url, 'http://x').searchParams;
    const sign = createHmac('sha256', key)
      .update(query.get('nonce') ?? '')
      .digest('hex');
    sendJson(response, { ...health, proof: query.get('firm') === 'f-1' ? sign : undefined });
  };

  it('is believed when it is signed', async () => {
    const { transport, seen } = await against(signed, proof);
    expect(await transport.health()).toMatchObject({ ok: true });
    await transport.health();
    expect(seen[0]?.url).not.toBe(seen[1]?.url);
  });

  it.each<[string, Answer]>([
    ['not signed', (response) => sendJson(response, health)],
    ['signed with another key', (response) => sendJson(response, { ...health, proof: 'ab'.repeat(32) })],
    ['signed with no hex', (response) => sendJson(response, { ...health, proof: 'zz' })],
    ['of another service', (response) => sendJson(response, { status: 'ok' })],
    ['a sign-in page', html],
  ])('is not when it is %s', async (_case, answerWith) => {
    const { transport } = await against(answerWith, proof);
    expect(await transport.health()).toMatchObject({ ok: false, error: { code: 'sync.wrongServer' } });
  });

  it('needs no signature before anyone has signed in', async () => {
    const { transport } = await against((response) => sendJson(response, health));
    expect(await transport.health()).toMatchObject({ ok: true });
  });
});
