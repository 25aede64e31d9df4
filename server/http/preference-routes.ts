import type { FastifyInstance, FastifyRequest } from 'fastify';
import { preferencesRequestSchema } from '#app/contract/preferences.ts';
import type { RouteContext } from './context.ts';
import type { EventStreams } from './events-route.ts';
import { parsed } from './problem.ts';

/** A person's own preferences; their other desks are woken when something changed. */
export function registerPreferenceRoutes(
  app: FastifyInstance,
  { preferences, access, limits }: RouteContext,
  streams: Pick<EventStreams, 'wakeOthers'>,
): void {
  const onRequest = [access.required, async (request: FastifyRequest) => limits.check(access.sessionOf(request))];
  app.post('/v1/preferences', { onRequest }, async (request) => {
    const session = access.sessionOf(request);
    const { isChanged, response } = await preferences.exchange(session, parsed(preferencesRequestSchema, request.body));
    if (isChanged) streams.wakeOthers(session);
    return response;
  });
}
