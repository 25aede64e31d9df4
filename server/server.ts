import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import { ferrySchema, type Schema } from '#app/schema/index.ts';
import { createInvitations } from './auth/invitations.ts';
import { createMembers } from './auth/members.ts';
import { createOwnAccount } from './auth/own-account.ts';
import { createPasswordHasher, type PasswordHasher } from './auth/passwords.ts';
import { createPreferences } from './auth/preferences.ts';
import { createSessions } from './auth/sessions.ts';
import { createSetUp } from './auth/set-up.ts';
import { createSignInThrottle } from './auth/throttle.ts';
import { createSyncService } from './core/sync-service.ts';
import { createHttpApp, type HttpApp, type HttpOptions } from './http/app.ts';
import { explainListenFailure } from './http/listen-failure.ts';
import { listenForMetrics, type Metrics } from './http/metrics.ts';
import type { Database } from './storage/database.ts';
import { systemClock, systemIds, yieldToLoop } from './system.ts';

export interface ServerDependencies {
  /** Migrated; the caller disposes it. */
  storage: Database;
  log: Log;
  schema?: Schema;
  clock?: Clock;
  ids?: IdSource;
  passwords?: PasswordHasher;
  /** The oldest supported schema; older desks are asked to update. */
  minimumSchema?: number;
}

export interface ListenOptions {
  host: string;
  /** 0 picks a free port. */
  port: number;
  /** Port for Prometheus; none if undefined. */
  metricsPort?: number | undefined;
  /** Loopback by default: anyone who can reach it can read the metrics. */
  metricsHost?: string | undefined;
}

export interface RunningServer {
  /** `http://host:port` */
  url: string;
  /** `http://host:port/metrics` */
  metricsUrl: string | undefined;
  /** For jobs beside the requests. */
  metrics: Pick<Metrics, 'pruned' | 'pruneFailed'>;
  /** Secret of a set-up link, if nobody is here yet; each call makes another. */
  beginSetUp(): Promise<string | null>;
  /** Reports not ready, so that a load balancer switches, and keeps serving for `ms`. */
  drain(ms: number): Promise<void>;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Starts the complete server. @throws Error with a remedy if it cannot listen; everything is closed then */
export async function startServer(
  dependencies: ServerDependencies,
  listen: ListenOptions,
  options: HttpOptions = {},
): Promise<RunningServer> {
  const {
    storage,
    log,
    schema = ferrySchema,
    clock = systemClock,
    ids = systemIds,
    passwords = createPasswordHasher(),
    minimumSchema = 1,
  } = dependencies;
  const sessions = createSessions({
    storage,
    clock,
    ids,
    passwords,
    throttle: createSignInThrottle({ storage, clock }),
  });
  const sync = createSyncService({ storage, schema, clock, ids, log, yieldToLoop, minimumSchema });
  const people = { storage, clock, ids, passwords };
  const services = {
    sessions,
    invitations: createInvitations(people),
    members: createMembers(people),
    account: createOwnAccount(people),
    preferences: createPreferences(people),
    setUp: createSetUp(people),
  };
  const app = await createHttpApp({ storage, sync, ...services, clock, log }, options);
  const metricsServer = await listenEverywhere(app, listen).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  return {
    url: urlOf(app.fastify.server.address(), listen.host),
    metricsUrl: metricsServer && `${urlOf(metricsServer.address(), listen.metricsHost ?? LOOPBACK)}/metrics`,
    metrics: app.metrics,
    beginSetUp: () => services.setUp.begin(),
    drain(ms) {
      app.stopBeingReady();
      return new Promise((resolve) => void clock.setTimer(ms, resolve));
    },
    async close() {
      metricsServer?.close();
      metricsServer?.closeAllConnections();
      await app.close();
    },
  };
}

/** Resolves with the metrics server, if any. */
async function listenEverywhere(
  app: HttpApp,
  { host, port, metricsPort, metricsHost = LOOPBACK }: ListenOptions,
): Promise<Server | undefined> {
  await app.fastify.listen({ host, port }).catch((error: unknown) => {
    throw explainListenFailure(error, { option: '--port', host, port });
  });
  if (metricsPort === undefined) return undefined;
  return listenForMetrics(app.metrics, { host: metricsHost, port: metricsPort }).catch((error: unknown) => {
    throw explainListenFailure(error, { option: '--metrics-port', host: metricsHost, port: metricsPort });
  });
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  if (typeof address !== 'object' || address === null) throw new Error('The server does not listen on a port.');
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
