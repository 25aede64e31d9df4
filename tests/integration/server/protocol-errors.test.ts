import { afterEach, describe, expect, it } from 'vitest';
import { problemSchema, rotationSchema } from '#app/contract/protocol.ts';
import type { PasswordHasher } from '../../../server/auth/passwords.ts';
import { startServer } from '../../../server/server.ts';
import type { Database } from '../../../server/storage/database.ts';
import { systemIds } from '../../../server/system.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { type HttpWorld, startHttpWorld } from './support/http-server.ts';
import { openEvents } from './support/next-event.ts';
import { connectRaw, sendRaw } from './support/raw-request.ts';
import { memorySqlite, PASSWORD, testPasswords } from './support/test-server.ts';

let world: HttpWorld | undefined;
async function start(options?: Parameters<typeof startHttpWorld>[0]): Promise<HttpWorld> {
  world = await startHttpWorld(options);
  return world;
}
afterEach(async () => {
  await world?.dispose();
  world = undefined;
});

/** The problem of an answer read as bytes, checked for what every problem has. */
function problemOf(answer: string) {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(/content-type: application\/problem\+json/i);
  expect(head).toMatch(/x-content-type-options: nosniff/i);
  const requestId = /x-request-id: (\S+)/i.exec(head)?.[1];
  const problem = problemSchema.parse(JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1)));
  expect(problem.requestId).toBe(requestId);
  expect(problem.status).toBe(Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]));
  return problem;
}

describe('a request that HTTP itself refuses', () => {
  it.each([
    ['an address that cannot be read', 'GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'request.invalid'],
    ['bytes that are no request', 'hello?\r\n\r\n', 400, 'request.invalid'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost: x\r\nbroken\r\n\r\n', 400, 'request.invalid'],
    ['a missing host', 'GET /v1/health HTTP/1.1\r\n\r\n', 400, 'request.invalid'],
    [
      'two lengths of one body',
      'POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'request.invalid',
    ],
    [
      'headers that are huge',
      `GET /v1/health HTTP/1.1\r\nHost: x\r\nX-Big: ${'x'.repeat(100_000)}\r\n\r\n`,
      431,
      'request.tooLarge',
    ],
    [
      'an expectation nobody can meet',
      'POST /v1/sync HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
      417,
      'request.invalid',
    ],
  ])('is a problem with a request id: %s', async (_what, bytes, status, code) => {
    const { server, http } = await start();
    const closing = bytes.replace('Host: x\r\n', 'Host: x\r\nConnection: close\r\n');
    const withoutHost = closing.replace(
      '/v1/health HTTP/1.1\r\n\r\n',
      '/v1/health HTTP/1.1\r\nConnection: close\r\n\r\n',
    );
    expect(problemOf(await sendRaw(server.url, [withoutHost]))).toMatchObject({ status, code });
    expect((await http.send('/v1/health')).status).toBe(200);
  });

  it.each([
    ['headers', ['POST /v1/session HTTP/1.1\r\nHost: x\r\nX-Slow:']],
    [
      'a body',
      ['POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{'],
    ],
  ])('is a problem with a request id: %s, sent byte by byte', async (_what, parts) => {
    const { server } = await start({ options: { requestTimeoutMs: 400 } });
    expect(problemOf(await sendRaw(server.url, parts))).toMatchObject({ status: 408, action: 'retry' });
  });

  it('is a problem with a request id: a request that completes while the process stops', async () => {
    const { server, http } = await start();
    const connection = await connectRaw(server.url);
    connection.write('GET /v1/health HTTP/1.1\r\nHost: x\r\n');
    await http.send('/v1/health');
    const closing = server.close();
    const problem = problemOf(await connection.roundTrip('\r\n'));
    expect(problem).toMatchObject({ status: 503, code: 'server.unavailable' });
    await closing;
  });

  it('with a method a route does not support lists the supported ones', async () => {
    const { http } = await start();
    for (const [method, path, allow] of [
      ['PUT', '/v1/sync', 'POST'],
      ['GET', '/v1/sync', 'POST'],
      ['POST', '/v1/people?x=1', 'GET, HEAD'],
      ['PATCH', '/v1/session', 'DELETE, POST'],
      ['DELETE', '/v1/events', 'GET'],
    ] as const) {
      const answer = await http.send(path, { method, ...(method === 'GET' ? {} : { body: {} }) });
      expect([answer.status, answer.headers.get('allow'), JSON.parse(answer.text).code], path).toEqual([
        405,
        allow,
        'request.methodNotAllowed',
      ]);
    }
    await http.problem(404, '/v1/nothing', { method: 'PUT', body: {} });
  });

  it('with a body that is not JSON, or has an unknown encoding, is 415', async () => {
    const { http, signIn } = await start();
    const { token } = (await signIn()).session;
    for (const headers of [{ 'content-type': 'text/xml' }, { 'content-encoding': 'br' }]) {
      const problem = await http.problem(415, '/v1/sync', { token, body: '{}', headers });
      expect(problem.code).toBe('request.unsupportedMedia');
    }
  });
});

describe('a body', () => {
  it('is not awaited if the session is invalid', async () => {
    const { server } = await start();
    for (const [route, code] of [
      ['POST /v1/sync', 'auth.expired'],
      ['POST /v1/session/rotate', 'auth.expired'],
    ] as const) {
      const head = `${route} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${'x'.repeat(40)}\r\n`;
      const promised = 'Content-Type: application/json\r\nContent-Length: 4000000\r\n\r\n{"deviceId":';
      expect(problemOf(await sendRaw(server.url, [head + promised])).code).toBe(code);
    }
  });
});

describe('behind a proxy', () => {
  const wrong = (email: string) => ({ email, password: 'wrong', deviceId: systemIds.next(), deviceName: 'x' });

  it('an address that the client wrote itself is ignored', async () => {
    const { http } = await start({ options: { trustProxy: 1 } });
    let throttled = 0;
    for (let attempt = 0; attempt < 105; attempt += 1) {
      const headers = { 'x-forwarded-for': `10.${attempt}.0.1, 203.0.113.9` };
      const { status } = await http.send('/v1/session', { body: wrong(`p${attempt}@example.test`), headers });
      if (status === 429) throttled += 1;
    }
    expect(throttled).toBe(5);
  });

  it('people at other addresses are not throttled with attackers', async () => {
    const { http, firm } = await start({ options: { trustProxy: ['127.0.0.0/8'] } });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await http.problem(401, '/v1/session', { body: wrong(firm.email), headers: from('203.0.113.9') });
    }
    await http.problem(429, '/v1/session', { body: wrong(firm.email), headers: from('203.0.113.9') });
    const body = { ...wrong(firm.email), password: PASSWORD };
    expect((await http.send('/v1/session', { body, headers: from('203.0.113.10') })).status).toBe(200);
  });

  it('no forwarded address is trusted unless configured', async () => {
    const passwords: PasswordHasher = { hash: testPasswords.hash, verify: async () => false };
    const { http, firm } = await start({ passwords });
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const headers = { 'x-forwarded-for': `203.0.113.${attempt}` };
      await http.problem(401, '/v1/session', { body: wrong(firm.email), headers });
    }
    await http.problem(429, '/v1/session', { body: wrong(firm.email) });
  });
});

describe('event streams', () => {
  const openStreams = async ({ server }: HttpWorld) => {
    const text = await (await fetch(server.metricsUrl ?? '')).text();
    return Number(/^ferry_event_streams (\d+)$/m.exec(text)?.[1]);
  };

  it('leave nothing behind when the desk disconnects before it is authenticated', async () => {
    const inner = await memorySqlite();
    let letGo = () => {};
    let arrived = () => {};
    let held: Promise<void> | undefined;
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const storage: Database = {
      ...inner,
      async transaction(scope, work) {
        if (held) arrived();
        await held;
        return inner.transaction(scope, work);
      },
    };
    const here = await start({ storage });
    const { token } = (await here.signIn()).session;
    held = new Promise((resolve) => {
      letGo = resolve;
    });
    const connection = await connectRaw(here.server.url);
    connection.write(`GET /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await hasArrived;
    connection.hangUp();
    // A second line shows that the server has seen the first one go.
    await (await connectRaw(here.server.url)).roundTrip(
      'GET /v1/openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    letGo();
    held = undefined;
    expect((await here.http.send('/v1/people', { token })).status).toBe(200);
    expect(await openStreams(here)).toBe(0);
  });

  it('of one sign-in are limited, across all its device ids: the oldest is closed', async () => {
    const here = await start();
    const { token } = (await here.signIn()).session;
    const body = { deviceId: systemIds.next() };
    const other = await here.http.read(rotationSchema, '/v1/session/rotate', { token, body });
    const first = await openEvents(here.server.url, token);
    const others = [];
    for (const each of [token, other.token, token, other.token]) others.push(await openEvents(here.server.url, each));
    await first.ended();
    expect(await openStreams(here)).toBe(4);
    for (const events of others) events.close();
    await expect.poll(() => openStreams(here)).toBe(0);
  });

  it('of one firm are limited: further ones are told to retry', async () => {
    const here = await start({ options: { maxStreamsOfFirm: 2 } });
    const devices = [await here.signIn(), await here.signIn(), await here.signIn()];
    const [first, second, third] = devices.map(({ session }) => session.token);
    const events = [await openEvents(here.server.url, first ?? ''), await openEvents(here.server.url, second ?? '')];
    const refused = await here.http.send('/v1/events', { token: third });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('60');
    for (const each of events) each.close();
  });

  it('are not opened by HEAD', async () => {
    const here = await start();
    const { token } = (await here.signIn()).session;
    const answer = await fetch(`${here.server.url}/v1/events`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(405);
    expect(await openStreams(here)).toBe(0);
  });
});

describe('stopping the server', () => {
  it('is not delayed by idle connections', async () => {
    const { server } = await start();
    const silent = await connectRaw(server.url);
    await server.close();
    expect(await silent.ended()).toBe('');
  });
});

describe('the log', () => {
  async function startLogged(broken?: (storage: Database) => Database) {
    const lines: string[] = [];
    const write =
      (level: string) =>
      (event: string, facts: object = {}): void =>
        void lines.push(`${level} ${event} ${JSON.stringify(facts)}`);
    const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
    const memory = await memorySqlite();
    const started = await start({ log, storage: broken ? broken(memory) : memory });
    return { lines, ...started };
  }

  it('reveals nothing of a record whose stored JSON is broken', async () => {
    let isBroken = false;
    const { lines, http, signIn } = await startLogged((storage) => ({
      ...storage,
      transaction: (scope, work) =>
        storage.transaction(scope, (tx) => {
          if (isBroken && scope.kind === 'firm') JSON.parse('["DE12345", oops]');
          return work(tx);
        }),
    }));
    const { session } = await signIn();
    isBroken = true;
    await http.problem(500, '/v1/snapshot?table=clients', { token: session.token });
    const [failure] = lines.filter((line) => line.includes('request.failed'));
    expect(failure).toContain('SyntaxError');
    expect(failure).toMatch(/protocol-errors\.test\.ts/);
    expect(lines.join()).not.toContain('DE12345');
  });
});

describe('the metrics', () => {
  it('are served to this computer alone, whatever address the server listens on, unless configured', async () => {
    const storage = await memorySqlite();
    const startAt = (listen: { metricsHost?: string }) =>
      startServer({ storage, log: quietLog }, { host: '0.0.0.0', port: 0, metricsPort: 0, ...listen });
    const [alone, open] = [await startAt({}), await startAt({ metricsHost: '0.0.0.0' })];
    expect([alone.metricsUrl, open.metricsUrl]).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:/),
      expect.stringMatching(/^http:\/\/0\.0\.0\.0:/),
    ]);
    await Promise.all([alone.close(), open.close()]);
    await storage.dispose();
  });
});
