import type { FastifyRequest } from 'fastify';
import type { AuthenticatedSession, Sessions } from '../auth/sessions.ts';

/** Authenticates requests. */
export interface Access {
  /** First hook of a route: an unauthenticated caller's body is not read. */
  required: (request: FastifyRequest) => Promise<void>;
  /** The session of a request that passed `required`. */
  sessionOf(request: FastifyRequest): AuthenticatedSession;
  /** The session of any request; undefined if not authenticated. */
  knownSession(request: FastifyRequest): AuthenticatedSession | undefined;
  /** The current session of the request's bearer token. */
  check(request: FastifyRequest): Promise<AuthenticatedSession>;
}

/** The bearer token of a request, or undefined. */
export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer ([\x21-\x7e]{1,500})$/i.exec(request.headers.authorization ?? '')?.[1];
}

export function createAccess(sessions: Pick<Sessions, 'authenticate'>): Access {
  const bySender = new WeakMap<FastifyRequest, AuthenticatedSession>();
  const check = (request: FastifyRequest) => sessions.authenticate(bearerOf(request));
  return {
    async required(request) {
      bySender.set(request, await check(request));
    },
    sessionOf(request) {
      const session = bySender.get(request);
      if (!session) throw new Error('This route does not ask who is calling.');
      return session;
    },
    knownSession: (request) => bySender.get(request),
    check,
  };
}
