import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
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
  const { sync, sessions, access, limits, metrics } = context;
  const options = {
    onRequest: [access.required, async (request: FastifyRequest) => limits.check(access.sessionOf(request))],
  };

  app.post('/v1/sync', options, async (request, reply) => {
    const session = access.sessionOf(request);
    const jsonText = createJsonText();
    const response = await sync.sync(session, parsed(syncRequestSchema, request.body), jsonText);
    metrics.round(response);
    return reply.type('application/json; charset=utf-8').send(syncAnswerText(response, jsonText));
  });

  app.get('/v1/snapshot', options, async (request) => {
    const session = access.sessionOf(request);
    return sync.snapshot(session, parsed(snapshotQuerySchema, request.query));
  });

  app.get('/v1/digest', options, async (request) => {
    const session = access.sessionOf(request);
    const query = parsed(digestQuerySchema, request.query);
    return limits.digest(session, () => sync.digest(session, query));
  });

  app.get('/v1/activity', options, async (request) => {
    const session = access.sessionOf(request);
    return sync.activity(session, parsed(activityQuerySchema, request.query));
  });

  app.get('/v1/people', options, async (request) => {
    const session = access.sessionOf(request);
    return { people: await sessions.people(session) };
  });
}
