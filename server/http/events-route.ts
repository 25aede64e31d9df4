import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { FerryFailure } from '#app/contract/errors.ts';
import type { SyncSession } from '../core/session.ts';
import { authenticate, type RouteContext } from './context.ts';

export interface EventStreams {
  /** Ends every open stream, so that desks reconnect elsewhere. */
  closeAll(): void;
}

/** Server-sent events: the firm's sequence whenever it grows, and a comment now and then so that a dead line shows. */
export function registerEventsRoute(app: FastifyInstance, context: RouteContext): EventStreams {
  const { hub, sync, clock, heartbeatMs, log } = context;
  const closers = new Set<() => void>();

  function stream(response: ServerResponse, session: SyncSession, isStillAllowed: () => Promise<boolean>): void {
    let lastSeq = -1;
    let cancelHeartbeat = () => {};

    function tell(seq: number): void {
      if (seq === lastSeq) return;
      lastSeq = seq;
      response.write(`data: {"seq":${seq}}\n\n`);
    }
    function tellCurrent(): void {
      sync.currentSeq(session).then(tell, (error: unknown) => log.warn('events.seqUnknown', { reason: String(error) }));
    }
    /** Access that was withdrawn ends the stream too. */
    function beat(): void {
      cancelHeartbeat = clock.setTimer(heartbeatMs, beat);
      isStillAllowed().then(
        (isAllowed) => (isAllowed ? response.write(': still here\n\n') : close()),
        (error: unknown) => log.warn('events.sessionUnknown', { reason: String(error) }),
      );
    }

    const unsubscribe = hub.subscribe(session.firmId, (seq) => (seq === null ? tellCurrent() : tell(seq)));
    cancelHeartbeat = clock.setTimer(heartbeatMs, beat);
    function stop(): void {
      unsubscribe();
      cancelHeartbeat();
      closers.delete(close);
    }
    function close(): void {
      stop();
      response.end();
    }
    closers.add(close);
    response.once('close', stop);
    response.once('error', stop);
    tellCurrent();
  }

  app.get('/v1/events', async (request, reply) => {
    const session = await authenticate(context, request);
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-request-id': request.id,
    });
    reply.raw.write('retry: 2000\n\n');
    const isStillAllowed = () =>
      authenticate(context, request).then(
        () => true,
        (error: unknown) => {
          if (error instanceof FerryFailure) return false;
          throw error;
        },
      );
    stream(reply.raw, session, isStillAllowed);
  });

  return {
    closeAll() {
      for (const close of [...closers]) close();
    },
  };
}
