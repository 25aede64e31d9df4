import type { FastifyRequest } from 'fastify';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { AuthenticatedSession, Sessions } from '../auth/sessions.ts';
import type { SyncService } from '../core/sync-service.ts';
import type { Database } from '../storage/database.ts';
import type { CommitHub } from './commit-hub.ts';
import type { Metrics } from './metrics.ts';

/** What the routes are built from. */
export interface RouteContext {
  storage: Database;
  sync: SyncService;
  sessions: Sessions;
  hub: CommitHub;
  clock: Pick<Clock, 'nowMs' | 'setTimer'>;
  log: Log;
  heartbeatMs: number;
  metrics: Metrics;
  isReady(): boolean;
}

/** The session of the request's bearer token. */
export function authenticate(context: RouteContext, request: FastifyRequest): Promise<AuthenticatedSession> {
  const token = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(request.headers.authorization ?? '')?.[1];
  return context.sessions.authenticate(token);
}
