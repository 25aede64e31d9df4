import { spawn } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { insertClient } from '../../../server/conformance/changes.ts';
import type { TestDevice } from '../../../server/conformance/device.ts';
import type { Database, Scope } from '../../../server/storage/database.ts';
import { systemIds } from '../../../server/system.ts';
import { startHttpWorld } from './support/http-server.ts';
import { type PostgresCluster, startPostgres } from './support/postgres-cluster.ts';
import { memorySqlite } from './support/test-server.ts';

const projectFolder = path.join(import.meta.dirname, '../../..');
const DESKS = 100;
const CHANGES = 100;
const REQUEST_STARTS = 'http.server.request.start';

interface CountingStorage {
  storage: Database;
  /** Rounds that were handed to it. */
  taken(): number;
  /** Of these, rounds that were let in. */
  begun(): number;
  /** Lets none in until what is returned is called. */
  hold(): () => void;
}

async function countingStorage(): Promise<CountingStorage> {
  const memory = await memorySqlite();
  onTestFinished(() => memory.dispose());
  let taken = 0;
  let begun = 0;
  let held = Promise.resolve();
  const isRound = (scope: Scope) => scope.kind === 'firm' && scope.mode === 'write';
  return {
    taken: () => taken,
    begun: () => begun,
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    storage: {
      ...memory,
      async transaction(scope, work) {
        if (!isRound(scope)) return memory.transaction(scope, work);
        taken += 1;
        await held;
        return memory.transaction(scope, (tx) => {
          begun += 1;
          return work(tx);
        });
      },
    },
  };
}

/** How many rounds the server has read to their end. */
function roundsRead(): () => number {
  let count = 0;
  const note = () => {
    count += 1;
  };
  const look = (message: unknown) => {
    const { request } = message as { request: IncomingMessage };
    if (request.url === '/v1/sync') request.once('end', note);
  };
  subscribe(REQUEST_STARTS, look);
  onTestFinished(() => void unsubscribe(REQUEST_STARTS, look));
  return () => count;
}

/** The bytes of a device's next round with `count` new clients. */
function roundOf(device: TestDevice, count = CHANGES): string {
  const changes = Array.from({ length: count }, () => insertClient(systemIds.next()));
  const body = JSON.stringify(device.nextRequest({ changes }));
  const head = `POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${device.session.token}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Each desk's round is on its way to the server, and read there. */
async function sendAll(url: string, rounds: readonly string[]): Promise<Socket[]> {
  const read = roundsRead();
  const sockets = rounds.map((round) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(round);
    return socket.on('error', () => undefined).resume();
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await expect.poll(read, { timeout: 20_000 }).toBe(rounds.length);
  return sockets;
}

describe('while 100 desks send 100 changes each', () => {
  async function start() {
    const counting = await countingStorage();
    const world = await startHttpWorld({ storage: counting.storage });
    onTestFinished(() => world.dispose());
    const devices: TestDevice[] = [];
    while (devices.length < DESKS) devices.push(await world.signIn());
    return { ...counting, world, bytes: devices.map((device) => roundOf(device)) };
  }

  it('health answers at once', async () => {
    const { world, begun, hold, bytes } = await start();
    const before = begun();
    const letGo = hold();
    await sendAll(world.server.url, bytes);
    const health = world.http.send('/v1/health');
    letGo();
    expect((await health).status).toBe(200);
    expect(begun() - before).toBeLessThan(10);
  });

  it('and disconnect, queued rounds are not started', async () => {
    const { world, taken, hold, bytes } = await start();
    const before = taken();
    const letGo = hold();
    for (const socket of await sendAll(world.server.url, bytes)) socket.destroy();
    await world.http.send('/v1/health');
    letGo();
    await world.signIn();
    expect(taken() - before).toBeLessThan(10);
  });
});

describe('rounds beyond the queue limit', () => {
  it('are answered 503 with Retry-After, and health and sign-in continue', async () => {
    const { storage, hold } = await countingStorage();
    const world = await startHttpWorld({ storage, options: { queue: { atOnce: 1, waiting: 2 } } });
    onTestFinished(() => world.dispose());
    const devices = await Promise.all(Array.from({ length: 4 }, () => world.signIn()));
    const letGo = hold();
    onTestFinished(letGo);
    const rounds = devices.map((device) =>
      world.http.send('/v1/sync', { token: device.session.token, body: device.nextRequest() }),
    );
    const refused = await Promise.race(rounds);
    expect(refused.status).toBe(503);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'sync.busy', action: 'wait' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await world.http.send('/v1/health')).status).toBe(200);
    letGo();
    expect((await Promise.all(rounds)).map(({ status }) => status).sort()).toEqual([200, 200, 200, 503]);
  });
});

describe('transactions on SQLite', () => {
  it('let the event loop turn between them', async () => {
    const storage = await memorySqlite();
    let done = 0;
    const all = Array.from({ length: 20 }, () =>
      storage
        .transaction({ kind: 'operator', mode: 'read' }, (tx) => tx.all('SELECT 1 AS one'))
        .then(() => {
          done += 1;
        }),
    );
    for (let turns = 1; turns <= 5; turns += 1) {
      await turn();
      expect(done).toBeLessThanOrEqual(turns + 1);
    }
    await Promise.all(all);
    await storage.dispose();
  });
});

describe('a server on PostgreSQL', () => {
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster.stop());

  it.each(['--port', '--metrics-port'])('whose %s is taken reports it and ends with a code', async (option) => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const taken = String((other.address() as AddressInfo).port);
    const args = ['server/index.ts', '--port', '0', option, taken, '--postgres', await cluster.createDatabase()];
    const server = spawn(process.execPath, args, { cwd: projectFolder, stdio: ['ignore', 'ignore', 'pipe'] });
    onTestFinished(() => void server.kill('SIGKILL'));
    const lines: string[] = [];
    server.stderr.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    const [code] = await once(server, 'exit');
    expect(code).toBe(1);
    expect(lines.join('')).toContain(`Port ${taken} on 127.0.0.1 is in use by another program.`);
    expect(lines.join('')).toContain(option);
  });
});
