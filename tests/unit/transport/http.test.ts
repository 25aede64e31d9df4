import { createHmac } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createHttpTransport } from '#app/transport/http.ts';
import { sendJson } from '../../support/answering-server.ts';
import {
  type Answer,
  against,
  answer,
  errorAgainst,
  html,
  id,
  plain,
  problem,
  request,
} from '../../support/http-transport.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

describe('a call', () => {
  it('sends the token and JSON, and returns the validated answer', async () => {
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

  it('puts only given values into the query', async () => {
    const { transport, seen } = await against((response) =>
      sendJson(response, { epoch: 'e', asOf: 1, records: [], next: null }),
    );
    await transport.snapshot({ table: 'clients', after: 'a&b', asOf: 0 });
    expect(seen[0]?.url).toBe('/v1/snapshot?table=clients&after=a%26b&asOf=0');
  });

  it('is not made if nobody is signed in', async () => {
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

  it('that is aborted fails as too slow', async () => {
    const { transport } = await against(() => {});
    const controller = new AbortController();
    const result = transport.sync(request, { signal: controller.signal });
    controller.abort();
    expect(await result).toMatchObject({ ok: false, error: { code: 'network.timeout', action: 'wait' } });
  });

  it('that nobody answers fails as a network error', async () => {
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

  it.each([
    ['net::ERR_NAME_NOT_RESOLVED', 'network.nameNotFound'],
    ['getaddrinfo ENOTFOUND ferry.example.com', 'network.nameNotFound'],
    ['net::ERR_CONNECTION_REFUSED', 'network.refused'],
    ['connect ECONNREFUSED 127.0.0.1:4300', 'network.refused'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'network.certificateUntrusted'],
    ['self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)', 'network.certificateUntrusted'],
    ['net::ERR_CERT_DATE_INVALID', 'network.certificateExpired'],
    ['net::ERR_CERT_COMMON_NAME_INVALID', 'network.certificateName'],
    ['net::ERR_CERT_REVOKED', 'network.certificateInvalid'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'network.proxyFailed'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'network.proxyFailed'],
    ['net::ERR_CONNECTION_RESET', 'network.failed'],
  ])('that fails with %s is %s, with the cause for the log', async (message, code) => {
    const transport = createHttpTransport({
      serverUrl: () => 'http://x.test',
      token: () => null,
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: new Error(message) })),
      clock: createVirtualClock(),
      log: quietLog,
    });
    const result = await transport.sync(request);
    expect(result).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(result)).toContain(message);
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
  ])('%i with problem details is %s', async (status, code) => {
    const error = await errorAgainst((response) => sendJson(response, problem(code, status), status));
    expect(error).toMatchObject({
      code,
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
    ['999999999', {}, 300_000],
  ])('that asks for a retry after %j is obeyed, whatever the clocks say', async (value, headers, retryAfterMs) => {
    expect(await errorAgainst(plain(503, { 'retry-after': value, ...headers }))).toMatchObject({
      details: { retryAfterMs },
    });
  });

  it('may ask for up to a day if it comes from the server itself', async () => {
    const busy = problem('server.unavailable', 503);
    const answerWith: Answer = (response) => sendJson(response, busy, 503, { 'retry-after': '999999999' });
    expect(await errorAgainst(answerWith)).toMatchObject({ details: { retryAfterMs: 86_400_000 } });
  });

  it('with an invalid Retry-After has no retry time', async () => {
    expect((await errorAgainst(plain(503, { 'retry-after': 'soon' })))?.details).toEqual({ httpStatus: 503 });
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

  it('is trusted if it is signed', async () => {
    const { transport, seen } = await against(signed, proof);
    expect(await transport.health()).toMatchObject({ ok: true });
    await transport.health();
    expect(seen[0]?.url).not.toBe(seen[1]?.url);
  });

  it.each<[string, Answer]>([
    ['not signed', (response) => sendJson(response, health)],
    ['signed with another key', (response) => sendJson(response, { ...health, proof: 'ab'.repeat(32) })],
    ['signed with no hex', (response) => sendJson(response, { ...health, proof: 'zz' })],
  ])('is reported as of another server if it is %s', async (_case, answerWith) => {
    const { transport } = await against(answerWith, proof);
    expect(await transport.health()).toMatchObject({
      ok: false,
      error: { code: 'sync.serverReplaced', action: 'signIn' },
    });
  });

  it.each<[string, Answer]>([
    ['of another service', (response) => sendJson(response, { status: 'ok' })],
    ['a sign-in page', html],
  ])('is not reported if it is %s', async (_case, answerWith) => {
    const { transport } = await against(answerWith, proof);
    expect(await transport.health()).toMatchObject({ ok: false, error: { code: 'sync.wrongServer' } });
  });

  it('needs no signature before anyone has signed in', async () => {
    const { transport } = await against((response) => sendJson(response, health));
    expect(await transport.health()).toMatchObject({ ok: true });
  });
});
