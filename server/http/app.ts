import { randomUUID } from 'node:crypto';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import fastify, { type FastifyInstance } from 'fastify';
import { MAX_BODY_BYTES } from '#app/contract/protocol.ts';
import { reasonOf } from '../log-reason.ts';
import { createAccess } from './access.ts';
import { watchAnswers } from './close-idle.ts';
import { createCommitHub } from './commit-hub.ts';
import type { RouteContext } from './context.ts';
import { createDeviceLimits, type DeviceAllowance } from './device-limits.ts';
import { registerDocumentRoutes } from './document-routes.ts';
import { MAX_STREAMS_A_FIRM, registerEventsRoute } from './events-route.ts';
import { registerHealthRoutes } from './health-routes.ts';
import { registerJoinPage } from './join-page.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { registerPeopleRoutes } from './people-routes.ts';
import { registerPreferenceRoutes } from './preference-routes.ts';
import { sendProblem, statusOf, toError } from './problem.ts';
import { drainBody, handleProtocolErrors, protocolErrorOptions } from './protocol-errors.ts';
import { createRoundQueue, QUEUE_LIMITS, type QueueLimits } from './round-queue.ts';
import { registerSessionRoutes } from './session-routes.ts';
import { registerSyncRoutes } from './sync-routes.ts';

export interface HttpOptions {
  /** A complete request must arrive within this time, its headers within half of it. */
  requestTimeoutMs?: number;
  /** When the server stops, requests in progress have this long; most supervisors kill it after 10 s. */
  finishWithinMs?: number;
  heartbeatMs?: number;
  maxStreamsOfFirm?: number;
  /** Behind proxies: their number or networks. Otherwise a client could forge `X-Forwarded-For`. */
  trustProxy?: number | string[] | false;
  compression?: boolean;
  /** Overrides the default allowance per device. */
  allowance?: Partial<DeviceAllowance>;
  /** Overrides the default queue limits. */
  queue?: Partial<QueueLimits>;
}

export type HttpDependencies = Omit<
  RouteContext,
  'hub' | 'access' | 'limits' | 'queue' | 'heartbeatMs' | 'maxStreamsOfFirm' | 'metrics' | 'isReady'
>;

export interface HttpApp {
  fastify: FastifyInstance;
  metrics: Metrics;
  /** `/ready` fails from now on. */
  stopBeingReady(): void;
  /** Stops accepting requests, ends event streams, and waits for requests in progress. */
  close(): Promise<void>;
}

/** The routes over a sync service, not yet listening. */
export async function createHttpApp(dependencies: HttpDependencies, options: HttpOptions = {}): Promise<HttpApp> {
  const {
    requestTimeoutMs = 60_000,
    finishWithinMs = 8_000,
    heartbeatMs = 25_000,
    maxStreamsOfFirm = MAX_STREAMS_A_FIRM,
    trustProxy = false,
    compression = true,
    allowance,
  } = options;
  const { log } = dependencies;
  const hub = createCommitHub(dependencies.storage);
  const queue = createRoundQueue({ ...QUEUE_LIMITS[dependencies.storage.dialect], ...options.queue }, (reason) =>
    metrics.shed(reason),
  );
  const metrics = createMetrics({
    openStreams: () => hub.subscriberCount(),
    waitingRounds: () => queue.waiting(),
    connections: dependencies.storage.connections,
  });
  let isReady = true;
  let isClosing = false;
  const access = createAccess(dependencies.sessions);
  const limits = createDeviceLimits(dependencies, allowance);
  const context: RouteContext = {
    ...dependencies,
    hub,
    access,
    limits,
    queue,
    heartbeatMs,
    maxStreamsOfFirm,
    metrics,
    isReady: () => isReady,
  };

  const app = fastify({
    logger: false,
    trustProxy: typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : trustProxy,
    bodyLimit: MAX_BODY_BYTES,
    ...protocolErrorOptions(log),
    requestTimeout: requestTimeoutMs,
    // An idle connection: the client does not read the response.
    connectionTimeout: requestTimeoutMs * 2,
    http: {
      headersTimeout: requestTimeoutMs / 2,
      connectionsCheckingInterval: Math.min(requestTimeoutMs / 4, 10_000),
      requireHostHeader: false,
    },
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
  });

  const hangUp = watchAnswers(app.server, finishWithinMs);
  handleProtocolErrors(app, () => isClosing);
  if (compression) {
    await app.register(compress, {
      encodings: ['gzip', 'deflate'],
      requestEncodings: ['gzip', 'deflate'],
      threshold: 1024,
      zlibOptions: { level: constants.Z_BEST_SPEED },
    });
  }

  app.setErrorHandler((thrown, request, reply) => {
    const error = toError(thrown);
    if (error.code === 'server.failed' || error.code === 'server.unavailable') {
      const route = request.routeOptions.url ?? null;
      log.error('request.failed', { requestId: request.id, code: error.code, route, reason: reasonOf(thrown) });
    }
    const session = access.knownSession(request);
    if (session && statusOf(error.code) < 500) limits.refused(session);
    if (error.code === 'request.tooLarge') drainBody(request, reply);
    return sendProblem(reply, error);
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.request(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    log.info('request', {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
  });

  registerSyncRoutes(app, context);
  registerSessionRoutes(app, context);
  registerPeopleRoutes(app, context);
  registerJoinPage(app);
  registerHealthRoutes(app, context);
  registerDocumentRoutes(app);
  const streams = registerEventsRoute(app, context);
  registerPreferenceRoutes(app, context, streams);

  return {
    fastify: app,
    metrics,
    stopBeingReady() {
      isReady = false;
    },
    async close() {
      isReady = false;
      isClosing = true;
      streams.closeAll();
      void hangUp();
      await app.close();
      hub.dispose();
    },
  };
}
