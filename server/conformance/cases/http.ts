import { equal, match, ok } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { v7 } from 'uuid';
import { healthSchema, MAX_BATCH_SIZE, MAX_BODY_BYTES, syncResponseSchema } from '#app/contract/protocol.ts';
import { insertClient } from '../changes.ts';
import type { CaseGroup } from '../kit.ts';

export const http: CaseGroup = {
  name: 'HTTP, limits, problems',
  cases: [
    {
      title: 'health needs no session and names service and protocol',
      async run(context) {
        const health = await context.http.read(healthSchema, '/v1/health');
        equal(health.proof, undefined);
      },
    },
    {
      title: 'health proves that it is this firm’s server and no captive portal',
      async run({ http, ana }) {
        const nonce = v7();
        const health = await http.read(healthSchema, `/v1/health?nonce=${nonce}&firm=${ana.session.firm.id}`);
        equal(health.proof, createHmac('sha256', ana.session.healthKey).update(nonce).digest('hex'));
      },
    },
    {
      title: 'an unknown route is a problem, not a page',
      async run({ http }) {
        equal((await http.problem(404, '/v1/nothing')).code, 'request.notFound');
      },
    },
    {
      title: 'a problem names its code as type, its status, an action and a request id',
      async run({ http }) {
        const problem = await http.problem(404, '/v1/nothing');
        equal(problem.type, `about:blank#${problem.code}`);
        ok(problem.title && problem.detail && problem.action);
        match(problem.requestId ?? '', /\S/);
      },
    },
    {
      title: 'JSON that breaks off is a problem without a stack trace',
      async run({ http, ana }) {
        const problem = await http.problem(400, '/v1/sync', { token: ana.session.token, body: '{"deviceId": "' });
        equal(problem.code, 'request.invalid');
        ok(!/ at .*\.(ts|js):\d+/.test(JSON.stringify(problem)));
      },
    },
    {
      title: 'a body that is not JSON, or is packed in a way nobody knows, is request.unsupportedMedia',
      async run({ http, ana }) {
        for (const headers of [{ 'content-type': 'text/html' }, { 'content-encoding': 'rot13' }]) {
          const problem = await http.problem(415, '/v1/sync', { token: ana.session.token, body: '<html>', headers });
          equal(problem.code, 'request.unsupportedMedia');
        }
      },
    },
    {
      title: 'a method that a route does not take is request.methodNotAllowed, and Allow names those it takes',
      async run({ http, ana }) {
        for (const [method, path, allowed] of [
          ['PUT', '/v1/sync', 'POST'],
          ['DELETE', '/v1/snapshot', 'GET'],
        ] as const) {
          const options = { method, token: ana.session.token, body: {} };
          equal((await http.problem(405, path, options)).code, 'request.methodNotAllowed');
          const allow = (await http.send(path, options)).headers.get('allow') ?? '';
          ok(allow.split(/, */).includes(allowed), `Allow: ${allow}`);
        }
      },
    },
    {
      title: 'unknown members of a request are refused',
      async run({ http, ana }) {
        const body = { ...ana.nextRequest(), admin: true };
        equal((await http.problem(400, '/v1/sync', { token: ana.session.token, body })).code, 'request.invalid');
      },
    },
    {
      title: 'each member of the wrong type is named',
      async run({ http, ana }) {
        const body = { ...ana.nextRequest(), cursor: 'far', round: -1 };
        const problem = await http.problem(400, '/v1/sync', { token: ana.session.token, body });
        const paths = problem.errors?.map((error) => error.path) ?? [];
        ok(paths.includes('cursor') && paths.includes('round'));
      },
    },
    {
      title: 'more changes than a batch holds are refused',
      async run({ http, ana }) {
        const changes = Array.from({ length: MAX_BATCH_SIZE + 1 }, () => insertClient(v7()));
        const body = ana.nextRequest({ changes });
        equal((await http.problem(400, '/v1/sync', { token: ana.session.token, body })).code, 'request.invalid');
      },
    },
    {
      title: 'a full batch is applied',
      async run({ ana }) {
        const changes = Array.from({ length: MAX_BATCH_SIZE }, () => insertClient(v7()));
        const acks = await ana.push(...changes);
        ok(acks.every((ack) => ack.outcome === 'applied'));
      },
    },
    {
      title: 'a body over the limit is request.tooLarge',
      async run({ http, ana }) {
        const body = `"${'x'.repeat(MAX_BODY_BYTES)}"`;
        equal((await http.problem(413, '/v1/sync', { token: ana.session.token, body })).code, 'request.tooLarge');
      },
    },
    {
      title: 'a small body that unpacks to a huge one is request.tooLarge',
      async run({ http, ana }) {
        const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024, 0x20));
        const headers = { 'content-encoding': 'gzip' };
        const problem = await http.problem(413, '/v1/sync', { token: ana.session.token, body: bomb, headers });
        equal(problem.code, 'request.tooLarge');
      },
    },
    {
      title: 'a compressed request is read',
      async run({ http, ana }) {
        const id = v7();
        const body = ana.nextRequest({ changes: [insertClient(id)] });
        const answer = await http.read(syncResponseSchema, '/v1/sync', { token: ana.session.token, body, gzip: true });
        equal(answer.acks[0]?.record?.recordId, id);
        // The device must count this round as its own.
        await ana.round(body);
      },
    },
    {
      title: 'a large answer is compressed when the client accepts it, and only then',
      async run({ http, ana }) {
        const path = '/v1/snapshot?table=clients&limit=200';
        const token = ana.session.token;
        const packed = await http.send(path, { token, headers: { 'accept-encoding': 'gzip' } });
        const plain = await http.send(path, { token, headers: { 'accept-encoding': 'identity' } });
        equal(packed.headers.get('content-encoding'), 'gzip');
        equal(plain.headers.get('content-encoding'), null);
        equal(packed.text, plain.text);
      },
    },
    {
      title: 'answers are not to be cached',
      async run({ http }) {
        match((await http.send('/v1/health')).headers.get('cache-control') ?? '', /no-store/);
      },
    },
    {
      title: 'the OpenAPI 3.1 document is served and names every route',
      async run({ http }) {
        const answer = await http.send('/v1/openapi.json');
        equal(answer.status, 200);
        const document: { openapi: string; paths: Record<string, unknown> } = JSON.parse(answer.text);
        match(document.openapi, /^3\.1\./);
        for (const path of ['/v1/sync', '/v1/snapshot', '/v1/digest', '/v1/activity', '/v1/events', '/v1/session']) {
          ok(document.paths[path], path);
        }
      },
    },
  ],
};
