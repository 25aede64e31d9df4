import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
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

describe('a response from something other than a Ferry server', () => {
  it.each<[string, Answer]>([
    ['a sign-in page', html],
    ['a page that demands signing in', plain(401)],
    ['a page that forbids', plain(403)],
    ['a page that is not found', plain(404)],
    ['an upgrade demanded by another service', plain(426)],
    ['a network that wants authentication', plain(511)],
    ['a redirect to a sign-in page', (response) => response.writeHead(302, { location: 'http://wifi.test/' }).end()],
  ])('%s never ends a session or parks a change', async (_case, answerWith) => {
    expect(await errorAgainst(answerWith)).toMatchObject({ code: 'sync.wrongServer', action: 'checkServer' });
  });
});

describe('an invalid response', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['another type', (response) => sendJson(response, { ...answer, cursor: '5' })],
    ['a list', (response) => sendJson(response, [])],
    ['a missing field', (response) => sendJson(response, { ...answer, acks: undefined })],
    ['a negative sequence', (response) => sendJson(response, { ...answer, cursor: -1 })],
    ['a sequence beyond what is exact', (response) => sendJson(response, { ...answer, cursor: 2 ** 60 })],
    [
      'an outcome that is no word',
      (response) => sendJson(response, { ...answer, acks: [{ changeId: id, outcome: 7 }] }),
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

  it('that is cut short fails as a network error', async () => {
    const error = await errorAgainst((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"ticket":"t"', () => response.destroy());
    });
    expect(error).toMatchObject({ code: 'network.failed' });
  });
});

describe('a newer server', () => {
  const ackOf = async (ack: object) => {
    const { transport } = await against((response) =>
      sendJson(response, { ...answer, acks: [{ changeId: id, ...ack }] }),
    );
    const result = await transport.sync(request);
    return result.ok ? result.value.acks[0] : result.error;
  };

  it('may refuse a change for an unknown reason', async () => {
    const ack = await ackOf({ outcome: 'rejected', code: 'quota.exceeded', action: 'buyMore', message: 'Too many.' });
    expect(ack).toEqual({ changeId: id, outcome: 'rejected', action: 'none', message: 'Too many.' });
  });

  it('may answer a change with an unknown outcome, which asks for an update and affects no other', async () => {
    expect(await ackOf({ outcome: 'deferred', version: 3 })).toMatchObject({
      outcome: 'rejected',
      code: 'client.updateRequired',
      action: 'update',
    });
  });

  it.each([
    [400, 'request.invalid', 'none'],
    [401, 'auth.required', 'signIn'],
    [403, 'auth.forbidden', 'askOwner'],
    [409, 'request.invalid', 'none'],
    [413, 'request.tooLarge', 'retry'],
    [426, 'client.updateRequired', 'update'],
    [429, 'server.unavailable', 'wait'],
    [500, 'server.failed', 'wait'],
    [503, 'server.unavailable', 'wait'],
  ])('with an unknown code is handled by its status %i', async (status, code, action) => {
    const body = { ...problem('of.tomorrow', status), action: 'danceFirst' };
    expect(await errorAgainst((response) => sendJson(response, body, status))).toMatchObject({
      code,
      action,
      details: { httpStatus: status },
    });
  });
});
