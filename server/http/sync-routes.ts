import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type Ack,
  activityQuerySchema,
  digestQuerySchema,
  snapshotQuerySchema,
  syncRequestSchema,
} from '#app/contract/protocol.ts';
import { createJsonText } from '../storage/json-text.ts';
import type { RouteContext } from './context.ts';
import { parsed } from './problem.ts';
import { syncAnswerText } from './sync-answer.ts';

export function registerSyncRoutes(app: FastifyInstance, context: RouteContext): void {
  const { sync, sessions, access, limits, queue, metrics } = context;
  const options = {
    onRequest: [access.required, async (request: FastifyRequest) => limits.check(access.sessionOf(request))],
  };
  const inTurn = {
    onRequest: [
      ...options.onRequest,
      async (request: FastifyRequest) => queue.requireRoom(access.sessionOf(request).firmId),
    ],
  };

  app.post('/v1/sync', inTurn, async (request, reply) => {
    const session = access.sessionOf(request);
    const jsonText = createJsonText();
    const round = parsed(syncRequestSchema, request.body);
    const response = await queue.run(session.firmId, reply.raw, () => sync.sync(session, round, jsonText));
    metrics.round(response);
    limits.changesRefused(session, response.acks.filter(isKeptRefusal).length);
    return reply.type('application/json; charset=utf-8').send(syncAnswerText(response, jsonText));
  });

  app.get('/v1/snapshot', inTurn, async (request, reply) => {
    const session = access.sessionOf(request);
    const query = parsed(snapshotQuerySchema, request.query);
    return queue.run(session.firmId, reply.raw, () => sync.snapshot(session, query));
  });

  app.get('/v1/digest', options, async (request) => {
    const session = access.sessionOf(request);
    const query = parsed(digestQuerySchema, request.query);
    return limits.digest(session, () => sync.digest(session, query));
  });

  app.get('/v1/activity', inTurn, async (request, reply) => {
    const session = access.sessionOf(request);
    const query = parsed(activityQuerySchema, request.query);
    return queue.run(session.firmId, reply.raw, () => sync.activity(session, query));
  });

  app.get('/v1/people', options, async (request) => {
    const session = access.sessionOf(request);
    return { people: await sessions.people(session) };
  });
}

/** A permanent refusal, new or repeated: resending a change counts again. */
function isKeptRefusal({ outcome }: Ack): boolean {
  return outcome === 'rejected' || outcome === 'blocked';
}
