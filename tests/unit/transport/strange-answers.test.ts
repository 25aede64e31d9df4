import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sendJson } from '../../support/answering-server.ts';
import { type Answer, against, answer, errorAgainst, html, id, plain, request } from '../../support/http-transport.ts';

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
