import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FerryFailure } from '#app/contract/errors.ts';
import type { AuthenticatedSession } from '../auth/sessions.ts';
import { reasonOf } from '../log-reason.ts';
import type { RouteContext } from './context.ts';

/** A desk has one, a copy of it another; each may have a second until it notices that the first connection is dead. */
const MAX_STREAMS_A_SIGN_IN = 4;
/** Per process. A desk beyond the limit polls instead. */
export const MAX_STREAMS_A_FIRM = 1000;
const NO_PLACE_RETRY_MS = 60_000;

export interface EventStreams {
  /** Ends all streams, so that desks reconnect elsewhere. */
  closeAll(): void;
  /** Repeats the last event to the person's other sign-ins, whose desks then look for what else changed. */
  wakeOthers(session: AuthenticatedSession): void;
}

/** Server-sent events: the firm's sequence when it grows, and periodic comments to detect dead connections. */
export function registerEventsRoute(app: FastifyInstance, context: RouteContext): EventStreams {
  const { hub, sync, access, clock, heartbeatMs, maxStreamsOfFirm, log } = context;
  /** By sign-in, oldest first: functions that end each stream. */
  const open = new Map<string, Set<() => void>>();
  /** By person: functions that wake each stream, and whose sign-in it is. */
  const byPerson = new Map<string, Map<() => void, string>>();

  function stream(response: ServerResponse, session: AuthenticatedSession, isAllowed: () => Promise<boolean>): void {
    let latestSeq = -1;
    let isWaiting = false;
    let isStopped = false;
    let cancelHeartbeat = () => {};

    /** For a slow reader only the newest sequence is kept until it reads. */
    function emit(seq: number): void {
      if (seq === latestSeq || isStopped) return;
      latestSeq = seq;
      if (isWaiting) return;
      isWaiting = response.writableNeedDrain;
      if (isWaiting) response.once('drain', writeLatest);
      else writeLatest();
    }
    function writeLatest(): void {
      isWaiting = false;
      if (!isStopped) response.write(`data: {"seq":${latestSeq}}\n\n`);
    }
    function repeat(): void {
      if (latestSeq >= 0 && !isWaiting) writeLatest();
    }
    function emitCurrent(): void {
      sync
        .currentSeq(session)
        .then(emit, (error: unknown) => log.warn('events.seqUnknown', { reason: reasonOf(error) }));
    }
    /** Ends the stream if access was withdrawn or nothing was read since the last beat. */
    function beat(): void {
      cancelHeartbeat = clock.setTimer(heartbeatMs, beat);
      isAllowed().then(
        (isStillAllowed) => {
          if (isStopped) return;
          if (!isStillAllowed) end();
          else if (response.writableNeedDrain) response.destroy();
          else response.write(': still here\n\n');
        },
        (error: unknown) => log.warn('events.sessionUnknown', { reason: reasonOf(error) }),
      );
    }

    const streams = open.get(session.lineId) ?? new Set();
    const [oldest] = streams;
    if (streams.size >= MAX_STREAMS_A_SIGN_IN) oldest?.();
    open.set(session.lineId, streams.add(end));
    const own = byPerson.get(personOf(session)) ?? new Map<() => void, string>();
    byPerson.set(personOf(session), own.set(repeat, session.lineId));

    const unsubscribe = hub.subscribe(session.firmId, (seq) => (seq === null ? emitCurrent() : emit(seq)));
    cancelHeartbeat = clock.setTimer(heartbeatMs, beat);
    function stop(): void {
      isStopped = true;
      unsubscribe();
      cancelHeartbeat();
      streams.delete(end);
      own.delete(repeat);
      if (own.size === 0 && byPerson.get(personOf(session)) === own) byPerson.delete(personOf(session));
      if (streams.size === 0 && open.get(session.lineId) === streams) open.delete(session.lineId);
    }
    function end(): void {
      stop();
      response.end();
    }
    response.once('close', stop);
    response.on('error', stop);
    emitCurrent();
  }

  async function isStillAllowed(request: FastifyRequest): Promise<boolean> {
    try {
      await access.check(request);
      return true;
    } catch (error) {
      if (error instanceof FerryFailure && error.error.code.startsWith('auth.')) return false;
      throw error;
    }
  }

  app.get('/v1/events', { exposeHeadRoute: false, onRequest: access.required }, async (request, reply) => {
    if (hub.subscriberCount(access.sessionOf(request).firmId) >= maxStreamsOfFirm) throw noPlace();
    reply.hijack();
    // Client already disconnected; its cleanup ran and will not run again, so start no stream.
    if (reply.raw.destroyed) return;
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
    });
    reply.raw.write('retry: 2000\n\n');
    stream(reply.raw, access.sessionOf(request), () => isStillAllowed(request));
  });

  return {
    wakeOthers(session) {
      for (const [repeat, lineId] of byPerson.get(personOf(session)) ?? []) {
        if (lineId !== session.lineId) repeat();
      }
    },
    closeAll() {
      for (const streams of [...open.values()]) for (const end of [...streams]) end();
    },
  };
}

const personOf = ({ firmId, personId }: AuthenticatedSession) => `${firmId}/${personId}`;

function noPlace(): FerryFailure {
  return new FerryFailure('sync.busy', 'wait', { retryAfterMs: NO_PLACE_RETRY_MS });
}
