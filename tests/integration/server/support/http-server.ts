import { afterEach } from 'vitest';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { PasswordHasher } from '../../../../server/auth/passwords.ts';
import { signInDevice, type TestDevice } from '../../../../server/conformance/device.ts';
import { createHttpClient, type HttpClient } from '../../../../server/conformance/http-client.ts';
import type { HttpOptions } from '../../../../server/http/app.ts';
import { type RunningServer, startServer } from '../../../../server/server.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemClock } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { createTestFirm, memorySqlite, PASSWORD, type TestFirm, testPasswords } from './test-server.ts';

export interface HttpWorld {
  storage: Database;
  server: RunningServer;
  http: HttpClient;
  firm: TestFirm;
  signIn(name?: string): Promise<TestDevice>;
  dispose(): Promise<void>;
}

/** A server over SQLite in memory, with a firm, on a free port. */
export async function startHttpWorld({
  options = {},
  log = quietLog,
  storage: givenStorage,
  passwords = testPasswords,
  clock = systemClock,
}: {
  options?: HttpOptions;
  log?: Log;
  storage?: Database;
  passwords?: PasswordHasher;
  clock?: Clock;
} = {}): Promise<HttpWorld> {
  const storage = givenStorage ?? (await memorySqlite());
  const firm = await createTestFirm(storage);
  const listen = { host: '127.0.0.1', port: 0, metricsPort: 0 };
  const server = await startServer({ storage, log, passwords, clock }, listen, options);
  const http = createHttpClient(server.url);
  return {
    storage,
    server,
    http,
    firm,
    signIn: (name = 'a desk') => signInDevice(http, { email: firm.email, password: PASSWORD }, { name }),
    async dispose() {
      await server.close();
      if (givenStorage === undefined) await storage.dispose();
    },
  };
}

/** Starts the world of a test over a storage of all, and ends it after the test. */
export function startsHttpWorlds(open: () => Database) {
  let world: HttpWorld | undefined;
  afterEach(async () => {
    await world?.dispose();
    world = undefined;
  });
  return async (options: Parameters<typeof startHttpWorld>[0] = {}): Promise<HttpWorld> => {
    world = await startHttpWorld({ storage: open(), ...options });
    return world;
  };
}
