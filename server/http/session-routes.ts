import type { FastifyInstance } from 'fastify';
import { removalDoneSchema, rotationRequestSchema, signInRequestSchema } from '#app/contract/protocol.ts';
import { bearerOf } from './access.ts';
import type { RouteContext } from './context.ts';
import { parsed, toError } from './problem.ts';

const BODY_LIMIT_BYTES = 16 * 1024;

export function registerSessionRoutes(app: FastifyInstance, context: RouteContext): void {
  const { sessions, access, limits, metrics } = context;
  const open = { bodyLimit: BODY_LIMIT_BYTES };
  const closed = { ...open, onRequest: access.required };

  app.post('/v1/session', open, async (request) => {
    try {
      const answer = await sessions.signIn(parsed(signInRequestSchema, request.body), request.ip);
      metrics.signIn('ok');
      return answer;
    } catch (error) {
      metrics.signIn(toError(error).code);
      throw error;
    }
  });

  app.delete('/v1/session', closed, async (request, reply) => {
    await sessions.signOut(access.sessionOf(request));
    return reply.code(204).send();
  });

  app.post('/v1/session/rotate', closed, async (request) => {
    const session = access.sessionOf(request);
    limits.rotating(session);
    return sessions.rotate(session, parsed(rotationRequestSchema, request.body ?? {}));
  });

  app.post('/v1/session/removal', open, async (request, reply) => {
    await sessions.confirmRemoval(bearerOf(request), parsed(removalDoneSchema, request.body));
    return reply.code(204).send();
  });
}
