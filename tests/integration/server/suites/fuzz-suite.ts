import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problemSchema } from '#app/contract/protocol.ts';
import { insertClient } from '../../../../server/conformance/changes.ts';
import type { TestDevice } from '../../../../server/conformance/device.ts';
import type { RawAnswer } from '../../../../server/conformance/http-client.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemIds } from '../../../../server/system.ts';
import { type HttpWorld, startHttpWorld } from '../support/http-server.ts';
import { sendRaw } from '../support/raw-request.ts';

const SECRET = 'the other firm’s secret';
const nasty = fc.constantFrom(
  '__proto__',
  'constructor',
  "'; DROP TABLE records; --",
  '\u0000',
  '\ud800',
  '../../etc/passwd',
  '%00',
  '{}',
  '',
  '9'.repeat(40),
  '-1',
  'NaN',
  '\u202e',
  'clients',
  '*',
  '+',
  '$1',
  '?',
);
const jsonValue = fc.jsonValue({ maxDepth: 3 });
const anyValue = fc.oneof(jsonValue, nasty, fc.double(), fc.integer());

/** For any input, the answer is either valid or a problem, never an internal failure, never another firm's data. */
function expectDecent({ status, headers, text }: RawAnswer): void {
  expect(status, text).toBeLessThan(500);
  expect(text).not.toContain(SECRET);
  expect(text).not.toMatch(/\.ts:\d+|node_modules|SQLITE_|at \w+ \(/);
  if (status < 400) return;
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(problemSchema.parse(JSON.parse(text)).status).toBe(status);
}

/** The same of an answer read as bytes. */
function expectDecentBytes(answer: string, isWithoutBody: boolean): void {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
  const headers = new Headers(
    head
      .split('\r\n')
      .slice(1)
      .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
  expect(headers.get('x-request-id'), answer).toBeTruthy();
  if (isWithoutBody) expect(status).toBeLessThan(500);
  else expectDecent({ status, headers, text: body });
}

/** On PostgreSQL each request is a few waits long, so fewer are sent. */
export function describeFuzz(open: () => Database, share: number): void {
  describe('random input to the routes', () => {
    let world: HttpWorld;
    let device: TestDevice;

    /** A device whose rounds nobody has spoiled yet. */
    beforeEach(async () => {
      device = await world.signIn();
    });
    beforeAll(async () => {
      world = await startHttpWorld({ storage: open() });
      const other = await startHttpWorld({ storage: open() });
      await (await other.signIn()).pushOne(insertClient(systemIds.next(), { name: SECRET }));
      await other.server.close();
    });
    afterAll(() => world.dispose());

    const runs = (count: number) => ({ numRuns: Math.ceil(count * share) });

    it('as a round of the right shape with random values', async () => {
      const member = fc.constantFrom(
        'deviceId',
        'ticket',
        'round',
        'epoch',
        'schema',
        'cursor',
        'ackedThrough',
        'unanswered',
        'changes',
        'limit',
      );
      await fc.assert(
        fc.asyncProperty(member, anyValue, async (name, value) => {
          const body = { ...device.nextRequest(), [name]: value };
          expectDecent(await world.http.send('/v1/sync', { token: device.session.token, body: JSON.stringify(body) }));
        }),
        runs(150),
      );
    });

    it('as a change with random values', async () => {
      const member = fc.constantFrom(
        'table',
        'operation',
        'recordId',
        'data',
        'base',
        'baseVersion',
        'txnId',
        'origin',
        'capped',
        'schemaVersion',
      );
      await fc.assert(
        fc.asyncProperty(member, anyValue, async (name, value) => {
          const change = { ...insertClient(systemIds.next()), [name]: value };
          const request = device.nextRequest({ changes: [change] });
          const body = JSON.stringify(request);
          expectDecent(await world.http.send('/v1/sync', { token: device.session.token, body }));
          // The device takes the answer for lost.
          await device.round({ round: request.round + 1, unanswered: [change.changeId] });
        }),
        runs(150),
      );
    });

    it('as fields of a record', async () => {
      const fieldName = fc.constantFrom('name', 'tags', 'notes', 'ownerId', 'email', 'status', 'unknown');
      await fc.assert(
        fc.asyncProperty(fieldName, anyValue, async (field, value) => {
          const change = insertClient(systemIds.next());
          const data = { ...change.data, [field]: value };
          const request = device.nextRequest({ changes: [{ ...change, data: JSON.parse(JSON.stringify(data)) }] });
          const body = JSON.stringify(request);
          expectDecent(await world.http.send('/v1/sync', { token: device.session.token, body }));
          await device.round({ round: request.round + 1, unanswered: [change.changeId] });
        }),
        runs(150),
      );
    });

    it('as a query', async () => {
      const path = fc.constantFrom('/v1/snapshot', '/v1/digest', '/v1/activity', '/v1/health');
      const query = fc.dictionary(
        fc.constantFrom('table', 'after', 'through', 'asOf', 'limit', 'epoch', 'recordId', 'before', 'nonce', 'firm'),
        fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 80 }), fc.integer().map(String)),
      );
      await fc.assert(
        fc.asyncProperty(path, query, async (route, parameters) => {
          const search = new URLSearchParams({ table: 'clients', ...parameters });
          expectDecent(await world.http.send(`${route}?${search}`, { token: device.session.token }));
        }),
        runs(200),
      );
    });

    it('as a body that is not a request', async () => {
      const path = fc.constantFrom('/v1/sync', '/v1/session', '/v1/session/rotate');
      const body = fc.oneof(
        fc.string({ unit: 'binary' }),
        jsonValue.map((value) => JSON.stringify(value)),
        nasty,
      );
      await fc.assert(
        fc.asyncProperty(path, body, async (route, text) => {
          const answer = await world.http.send(route, { method: 'POST', token: device.session.token, body: text });
          expectDecent(answer);
        }),
        runs(150),
      );
    });

    it('as a sign-in', async () => {
      const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 300 }));
      await fc.assert(
        fc.asyncProperty(text, text, text, async (email, password, deviceName) => {
          const body = JSON.stringify({ email, password, deviceId: systemIds.next(), deviceName });
          expectDecent(await world.http.send('/v1/session', { body }));
        }),
        runs(60),
      );
    });

    it('as a token', async () => {
      const token = fc.string({ unit: fc.constantFrom(...'abcXYZ019_-. ;=/\'"'), maxLength: 600 });
      await fc.assert(
        fc.asyncProperty(token, async (value) => {
          const answer = await world.http.send('/v1/people', { headers: { authorization: `Bearer ${value}` } });
          expect(answer.status).toBe(401);
          expectDecent(answer);
        }),
        runs(60),
      );
    });

    it('as the bytes of a request line and a header', async () => {
      const bytes = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll(/[\r\n]/g, ' '));
      const method = fc.oneof(fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'BREW'), bytes);
      const target = fc.oneof(
        bytes,
        bytes.map((text) => `/v1/${text}`),
        nasty.map((text) => `/v1/snapshot?table=${text}`),
      );
      await fc.assert(
        fc.asyncProperty(method, target, bytes, async (verb, path, header) => {
          const head = `${verb} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Odd: ${header}\r\n\r\n`;
          const answer = await sendRaw(world.server.url, [head]);
          expectDecentBytes(answer, verb === 'HEAD');
        }),
        runs(200),
      );
      expect((await world.http.send('/v1/health')).status).toBe(200);
    });
  });
}
