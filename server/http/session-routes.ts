import type { FastifyInstance } from 'fastify';
import { rotationRequestSchema, signInRequestSchema } from '#app/contract/protocol.ts';
import { authenticate, type RouteContext } from './context.ts';
import { parsed } from './problem.ts';

const BODY_LIMIT_BYTES = 16 * 1024;

export function registerSessionRoutes(app: FastifyInstance, context: RouteContext): void {
  const { sessions } = context;
  const options = { bodyLimit: BODY_LIMIT_BYTES };

  app.post('/v1/session', options, async (request) =>
    sessions.signIn(parsed(signInRequestSchema, request.body), request.ip),
  );

  app.delete('/v1/session', options, async (request, reply) => {
    await sessions.signOut(await authenticate(context, request));
    return reply.code(204).send();
  });

  app.post('/v1/session/rotate', options, async (request) => {
    const session = await authenticate(context, request);
    return sessions.rotate(session, parsed(rotationRequestSchema, request.body ?? {}));
  });
}
