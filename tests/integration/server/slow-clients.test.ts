import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { MAX_BODY_BYTES } from '#app/contract/protocol.ts';
import { insertClient } from '../../../server/conformance/changes.ts';
import { type RunningServer, startServer } from '../../../server/server.ts';
import { systemClock, systemIds } from '../../../server/system.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { type HttpWorld, startHttpWorld } from './support/http-server.ts';
import { connectRaw } from './support/raw-request.ts';
import { testPasswords } from './support/test-server.ts';

const CHUNKED = 'Transfer-Encoding: chunked\r\n';
/** More answers than the system's own buffers hold. */
const ANSWERS = 30;
const REQUEST_STARTS = 'http.server.request.start';
/** Long enough that a busy machine still reads what was sent in full. */
const REQUEST_TIMEOUT_MS = 2000;
const PATIENCE = { timeout: 20_000 };

let world: HttpWorld;
let impatient: RunningServer | undefined;
afterEach(async () => {
  await impatient?.close();
  impatient = undefined;
  await world.dispose();
});

/** A second server over the same data, so that preparing a test is not held to its limit. Returns its URL. */
async function startImpatientServer(): Promise<string> {
  const dependencies = { storage: world.storage, log: quietLog, passwords: testPasswords, clock: systemClock };
  const listen = { host: '127.0.0.1', port: 0, metricsPort: 0 };
  impatient = await startServer(dependencies, listen, { requestTimeoutMs: REQUEST_TIMEOUT_MS });
  return impatient.url;
}

/** The server's end of connections on which a request to `path` begins. */
function serverSockets(path: string): Set<Socket> {
  const sockets = new Set<Socket>();
  const look = (message: unknown) => {
    const { request } = message as { request: { url: string; socket: Socket } };
    if (request.url.startsWith(path)) sockets.add(request.socket);
  };
  subscribe(REQUEST_STARTS, look);
  onTestFinished(() => void unsubscribe(REQUEST_STARTS, look));
  return sockets;
}

describe('a client that holds up a connection is disconnected', () => {
  it('if it sends half a request while the server stops', async () => {
    world = await startHttpWorld();
    const path = '/v1/auth/sign-in';
    const sockets = serverSockets(path);
    const dependencies = { storage: world.storage, log: quietLog, passwords: testPasswords, clock: systemClock };
    const stopping = await startServer(dependencies, { host: '127.0.0.1', port: 0 }, { finishWithinMs: 50 });
    const { port } = new URL(stopping.url);
    const client = connect(Number(port), '127.0.0.1');
    onTestFinished(() => void client.destroy());
    client.on('error', () => undefined);
    client.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
    await vi.waitUntil(() => sockets.size > 0, PATIENCE);
    await stopping.close();
    const [socket] = sockets;
    if (socket && !socket.destroyed) await once(socket, 'close');
  });

  it('if it sends requests and does not read the answers', async () => {
    world = await startHttpWorld();
    const device = await world.signIn();
    const notes = 'x'.repeat(100_000);
    await device.push(...Array.from({ length: 10 }, () => insertClient(systemIds.next(), { notes })));
    const sockets = serverSockets('/v1/snapshot');
    const { port } = new URL(await startImpatientServer());
    const reader = connect(Number(port), '127.0.0.1');
    reader.pause();
    const request = `GET /v1/snapshot?table=clients HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${device.session.token}\r\n\r\n`;
    reader.write(request.repeat(ANSWERS));
    await expect.poll(() => sockets.size, PATIENCE).toBe(1);
    const [socket] = sockets;
    if (socket && !socket.destroyed) await once(socket, 'close');
    expect(socket?.destroyed).toBe(true);
    expect(socket?.bytesWritten).toBeLessThan(ANSWERS * 10 * notes.length);
    reader.destroy();
  });

  it('if it sends an endless body, whether it is read to its end or not', async () => {
    world = await startHttpWorld();
    const { token } = (await world.signIn()).session;
    const connection = await connectRaw(await startImpatientServer());
    const head = `POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n`;
    connection.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    const size = MAX_BODY_BYTES + 1;
    connection.write(`${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`);
    await connection.until('request.tooLarge');
    expect(await connection.ended()).toContain('HTTP/1.1 413');
  });
});

describe('a body', () => {
  it.each([
    ['', (size: number) => 'x'.repeat(size), `Content-Length: ${MAX_BODY_BYTES + 1}\r\n`, ''],
    [' in chunks', (size: number) => `${size.toString(16)}\r\n${'x'.repeat(size)}\r\n`, CHUNKED, '0\r\n\r\n'],
  ])(
    'that is too large%s is read to its end, so that the client receives the answer',
    async (_how, part, header, end) => {
      world = await startHttpWorld();
      const { token } = (await world.signIn()).session;
      const connection = await connectRaw(world.server.url);
      const head = `POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
      connection.write(`${head}Content-Type: application/json\r\n${header}\r\n`);
      const isAnsweredAtOnce = end === '';
      if (!isAnsweredAtOnce) connection.write(part(MAX_BODY_BYTES + 1));
      await connection.until('request.tooLarge');
      if (isAnsweredAtOnce) connection.write(part(MAX_BODY_BYTES + 1));
      const answers = await connection.roundTrip(
        `${end}GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
      expect(answers.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
    },
  );
});
