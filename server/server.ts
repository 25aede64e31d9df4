import type { AddressInfo } from 'node:net';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import { ferrySchema, type Schema } from '#app/schema/index.ts';
import { createPasswordHasher, type PasswordHasher } from './auth/passwords.ts';
import { createSessions } from './auth/sessions.ts';
import { createSignInThrottle } from './auth/throttle.ts';
import { createSyncService } from './core/sync-service.ts';
import { createHttpApp, type HttpOptions } from './http/app.ts';
import type { Database } from './storage/database.ts';
import { systemClock, systemIds } from './system.ts';

export interface ServerDependencies {
  /** Migrated; stays the caller's to dispose. */
  storage: Database;
  log: Log;
  schema?: Schema;
  clock?: Clock;
  ids?: IdSource;
  passwords?: PasswordHasher;
}

export interface RunningServer {
  /** `http://host:port` */
  url: string;
  close(): Promise<void>;
}

/** The whole server on a port (0 for a free one). */
export async function startServer(
  dependencies: ServerDependencies,
  listen: { host: string; port: number },
  options: HttpOptions = {},
): Promise<RunningServer> {
  const {
    storage,
    log,
    schema = ferrySchema,
    clock = systemClock,
    ids = systemIds,
    passwords = createPasswordHasher(),
  } = dependencies;
  const sessions = createSessions({
    storage,
    clock,
    ids,
    passwords,
    throttle: createSignInThrottle({ storage, clock }),
  });
  const sync = createSyncService({ storage, schema, clock, ids, log });
  const app = await createHttpApp({ storage, sync, sessions, clock, log }, options);
  await app.fastify.listen(listen);
  const { port } = app.fastify.server.address() as AddressInfo;
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  return { url: `http://${host}:${port}`, close: () => app.close() };
}
