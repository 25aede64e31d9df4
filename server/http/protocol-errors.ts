import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type FerryError, FerryFailure } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import { invalid, problemHeaders, sendProblem, toProblem } from './problem.ts';

/** Reports HTTP protocol errors in the same form as all others: a problem with a code and a request id. */
export function protocolErrorOptions(log: Log) {
  return {
    // Ferry's own handler sends a problem.
    return503OnClosing: false,
    frameworkErrors: (_error: Error, _request: FastifyRequest, reply: FastifyReply) =>
      void sendProblem(reply, invalid('url', 'unreadable')),
    clientErrorHandler: (error: Error & { code?: string }, socket: Socket) => answerUnreadable(error, socket, log),
  };
}

/** Must run on an instance without routes. */
export function handleProtocolErrors(app: FastifyInstance, isClosing: () => boolean): void {
  const methodsByPath = new Map<string, Set<string>>();

  app.addHook('onRoute', ({ url, method }) => {
    const known = methodsByPath.get(url) ?? new Set();
    for (const name of [method].flat()) known.add(name);
    methodsByPath.set(url, known);
  });

  app.addHook('onRequest', async (request, reply) => {
    if (isClosing()) {
      reply.header('connection', 'close');
      throw new FerryFailure('server.unavailable', 'wait');
    }
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
      throw new FerryFailure('request.invalid', 'none', invalid('host', 'missing').details);
    }
  });

  app.setNotFoundHandler((request, reply) => {
    const methods = methodsByPath.get(request.url.split('?', 1)[0] ?? '');
    if (!methods) {
      return sendProblem(reply, {
        code: 'request.notFound',
        action: 'checkServer',
      });
    }
    reply.header('allow', [...methods].sort().join(', '));
    return sendProblem(reply, {
      code: 'request.methodNotAllowed',
      action: 'none',
    });
  });

  app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { headers, body } = problemText(invalid('expect', 'unsupported'), 417);
    response.writeHead(417, headers).end(body);
  });
}

/**
 * Reads and discards the rest of a body that is too large, within the request timeout: a client still sending to a
 * closed connection would get no response and retry.
 */
export function drainBody(request: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection');
  request.raw.unpipe();
  request.raw.resume();
}

const LATE: FerryError = {
  code: 'request.invalid',
  action: 'retry',
};
const HEADERS_TOO_LARGE: FerryError = {
  code: 'request.tooLarge',
  action: 'none',
};

/** Bytes that are not a request, or a request that never ends. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket, log: Log): void {
  if (error.code === 'ECONNRESET' || !socket.writable || hasBegunAnswer(socket)) {
    socket.destroy();
    return;
  }
  const [status, reason, problem] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ([408, 'Request Timeout', LATE] as const)
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ([431, 'Request Header Fields Too Large', HEADERS_TOO_LARGE] as const)
        : ([400, 'Bad Request', invalid('request', 'unreadable')] as const);
  const { requestId, headers, body } = problemText(problem, status);
  log.info('request.unreadable', { requestId, status, reason: error.code ?? null });
  const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** A response in progress must not be followed by another. */
function hasBegunAnswer(socket: Socket): boolean {
  const answer: unknown = Reflect.get(socket, '_httpMessage');
  return typeof answer === 'object' && answer !== null && 'headersSent' in answer && answer.headersSent === true;
}

function problemText(error: FerryError, status: number) {
  const requestId = randomUUID();
  const body = JSON.stringify(toProblem(error, requestId, status));
  const headers = { ...problemHeaders(requestId), 'content-length': Buffer.byteLength(body) };
  return { requestId, headers, body };
}
