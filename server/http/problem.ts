import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Action, type ErrorCode, type FerryError, FerryFailure } from '#app/contract/errors.ts';
import type { Problem } from '#app/contract/protocol.ts';
import { createText, errorText } from '#app/text/index.ts';
import { DatabaseUnavailable } from '../storage/database.ts';

/** Problem details are for whoever writes a client; a desk words an error by its code. */
const english = createText('en');

/** What fails a request; codes that are not here come in acks, or never leave a desk. */
export const PROBLEMS: Partial<Record<ErrorCode, { status: number; title: string }>> = {
  'request.invalid': { status: 400, title: 'The request is not valid' },
  'input.invalid': { status: 400, title: 'The request is not valid' },
  'table.unknown': { status: 400, title: 'Unknown table' },
  'auth.required': { status: 401, title: 'Sign in first' },
  'auth.invalid': { status: 401, title: 'Wrong email or password' },
  'auth.expired': { status: 401, title: 'The session has expired' },
  'auth.superseded': { status: 401, title: 'Another computer signed in with this device' },
  'auth.revoked': { status: 401, title: 'Access was withdrawn' },
  'auth.forbidden': { status: 403, title: 'Not allowed' },
  'auth.readOnly': { status: 403, title: 'Read only' },
  'request.notFound': { status: 404, title: 'No such route' },
  'request.methodNotAllowed': { status: 405, title: 'Method not allowed' },
  'device.cloned': { status: 409, title: 'Another copy of this device is at work' },
  'sync.epochChanged': { status: 409, title: 'The data set was replaced' },
  'request.tooLarge': { status: 413, title: 'The request is too large' },
  'request.unsupportedMedia': { status: 415, title: 'Unsupported media' },
  'client.updateRequired': { status: 426, title: 'Update Ferry' },
  'auth.throttled': { status: 429, title: 'Too many attempts' },
  'sync.busy': { status: 503, title: 'Busy' },
  'server.unavailable': { status: 503, title: 'Not available at the moment' },
  'server.failed': { status: 500, title: 'The server failed' },
};

const FAILED: FerryError = {
  code: 'server.failed',
  action: 'retry',
};

const OUT_OF_REACH: FerryError = {
  code: 'server.unavailable',
  action: 'wait',
};

function tooLarge(): FerryError {
  return {
    code: 'request.tooLarge',
    action: 'retry',
  };
}

function unsupportedMedia(): FerryError {
  return {
    code: 'request.unsupportedMedia',
    action: 'none',
  };
}

/** @param part of the request that is wrong @param problem a word for it, for whoever writes the client */
export function invalid(part: string, problem: string): FerryError {
  return { code: 'request.invalid', action: 'none', details: { errors: [{ path: part, message: problem }] } };
}

/** The problem document of an error that a request met; no detail of an unexpected error leaks. */
export function toError(thrown: unknown): FerryError {
  if (thrown instanceof FerryFailure) return thrown.error;
  if (thrown instanceof DatabaseUnavailable) return OUT_OF_REACH;
  const { code, statusCode } = describe(thrown);
  if (code === BROKEN_OFF) return invalid('body', 'brokenOff');
  if (statusCode === 413) return tooLarge();
  if (statusCode === 415) return unsupportedMedia();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return invalid('body', 'unreadable');
  }
  return code !== undefined && OUTAGE.test(code) ? OUT_OF_REACH : FAILED;
}

/** A stream that unpacks a body ends so when its connection does. */
const BROKEN_OFF = 'ERR_STREAM_PREMATURE_CLOSE';

function describe(thrown: unknown): { code?: string; statusCode?: number } {
  if (typeof thrown !== 'object' || thrown === null) return {};
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  const statusCode =
    'statusCode' in thrown && typeof thrown.statusCode === 'number' ? { statusCode: thrown.statusCode } : {};
  return { ...code, ...statusCode };
}

/**
 * The disk or the database server cannot serve, or a lock could not be acquired. The request itself is valid, and a later
 * attempt may succeed. PostgreSQL: connection (08), conflict with others (40), time limits and read-only
 * (25), resources (53), locks (55P03), cancelled or shutting down (57), system (58).
 */
const OUTAGE =
  /^(SQLITE_(BUSY|FULL|IOERR|READONLY|LOCKED|CANTOPEN|NOMEM|CORRUPT|NOTADB|PROTOCOL)|E(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_|HOSTUNREACH|NETUNREACH)|08|25P0[34]|25006|40|53|55P03|57|58)/;

/** The HTTP status a code comes with. */
export function statusOf(code: ErrorCode): number {
  return PROBLEMS[code]?.status ?? 500;
}

/** The answer of RFC 9457 to an error. */
export function toProblem(error: FerryError, requestId: string, status = statusOf(error.code)): Problem {
  const title = PROBLEMS[error.code]?.title ?? 'The server failed';
  const { errors: issues, removal } = error.details ?? {};
  return {
    type: `about:blank#${error.code}`,
    title,
    status,
    detail: errorText(error, english),
    code: error.code,
    action: error.action,
    requestId,
    ...(typeof removal === 'string' ? { removal } : {}),
    ...(Array.isArray(issues) ? { errors: issues } : {}),
  };
}

const RETRY_AFTER_SECONDS: Partial<Record<ErrorCode, number>> = { 'server.unavailable': 5, 'sync.busy': 1 };

/** What goes with every problem, whoever writes it. */
export function problemHeaders(requestId: string) {
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  };
}

export async function sendProblem(reply: FastifyReply, error: FerryError): Promise<FastifyReply> {
  const problem = toProblem(error, reply.request.id);
  const retryAfterMs = error.details?.retryAfterMs;
  const seconds = typeof retryAfterMs === 'number' ? Math.ceil(retryAfterMs / 1000) : RETRY_AFTER_SECONDS[error.code];
  if (seconds !== undefined) reply.header('retry-after', seconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).headers(problemHeaders(reply.request.id)).send(problem);
}

/**
 * A request part as its contract schema says.
 * @throws `request.invalid` naming each thing that is wrong.
 */
export function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const action: Action = 'none';
  throw new FerryFailure('request.invalid', action, { errors });
}
