import type { FastifyInstance } from 'fastify';
import {
  activityQuerySchema,
  digestQuerySchema,
  snapshotQuerySchema,
  syncRequestSchema,
} from '#app/contract/protocol.ts';
import { authenticate, type RouteContext } from './context.ts';
import { parsed } from './problem.ts';
import { syncAnswerText } from './sync-answer.ts';

export function registerSyncRoutes(app: FastifyInstance, context: RouteContext): void {
  const { sync, sessions, metrics } = context;

  app.post('/v1/sync', async (request, reply) => {
    const session = await authenticate(context, request);
    const response = await sync.sync(session, parsed(syncRequestSchema, request.body));
    metrics.round(response);
    return reply.type('application/json; charset=utf-8').send(syncAnswerText(response));
  });

  app.get('/v1/snapshot', async (request) => {
    const session = await authenticate(context, request);
    return sync.snapshot(session, parsed(snapshotQuerySchema, request.query));
  });

  app.get('/v1/digest', async (request) => {
    const session = await authenticate(context, request);
    return sync.digest(session, parsed(digestQuerySchema, request.query));
  });

  app.get('/v1/activity', async (request) => {
    const session = await authenticate(context, request);
    return sync.activity(session, parsed(activityQuerySchema, request.query));
  });

  app.get('/v1/people', async (request) => {
    const session = await authenticate(context, request);
    return { people: await sessions.people(session) };
  });
}
