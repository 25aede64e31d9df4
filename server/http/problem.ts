import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Action, type ErrorCode, type FerryError, FerryFailure } from '#app/contract/errors.ts';
import type { Problem } from '#app/contract/protocol.ts';
import { errorText } from '#app/text/index.ts';
import { peopleText } from '#app/text/people/index.ts';
import { DatabaseUnavailable } from '../storage/database.ts';

/** Problem details are for client developers; a desk words an error by its code. */
const english = peopleText('en');

/** Failures of requests; other codes occur in acks only, or never leave a desk. */
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
  'auth.notOwner': { status: 403, title: 'For owners only' },
  'account.email': { status: 400, title: 'Not an email address' },
  'account.password': { status: 400, title: 'The password is too short' },
  'account.wrongPassword': { status: 403, title: 'Wrong password' },
  'account.emailTaken': { status: 409, title: 'The email address is taken' },
  'people.unknown': { status: 404, title: 'No such person or device' },
  'people.lastOwner': { status: 409, title: 'The last owner' },
  'invitation.unknown': { status: 404, title: 'No such invitation' },
  'invitation.expired': { status: 410, title: 'The invitation has expired' },
  'invitation.used': { status: 410, title: 'The invitation was used' },
  'setup.done': { status: 409, title: 'The server is set up' },
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

/** @param part the invalid part of the request @param problem its problem, for client developers */
export function invalid(part: string, problem: string): FerryError {
  return { code: 'request.invalid', action: 'none', details: { errors: [{ path: part, message: problem }] } };
}

/** The error for anything thrown by a request; leaks no details of an unexpected one. */
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

/** Decompressing a body ends with this code when its connection closes. */
const BROKEN_OFF = 'ERR_STREAM_PREMATURE_CLOSE';

function describe(thrown: unknown): { code?: string; statusCode?: number } {
  if (typeof thrown !== 'object' || thrown === null) return {};
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  const statusCode =
    'statusCode' in thrown && typeof thrown.statusCode === 'number' ? { statusCode: thrown.statusCode } : {};
  return { ...code, ...statusCode };
}

/**
 * The disk or database server cannot serve, or a lock was not available. The request is valid and may be retried.
 * PostgreSQL classes: connection (08), serialization (40), timeouts and read-only (25), resources (53), locks (55P03),
 * cancelled or shutting down (57), system (58).
 */
const OUTAGE =
  /^(SQLITE_(BUSY|FULL|IOERR|READONLY|LOCKED|CANTOPEN|NOMEM|CORRUPT|NOTADB|PROTOCOL)|E(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_|HOSTUNREACH|NETUNREACH)|08|25P0[34]|25006|40|53|55P03|57|58)/;

/** The HTTP status of a code. */
export function statusOf(code: ErrorCode): number {
  return PROBLEMS[code]?.status ?? 500;
}

/** The RFC 9457 problem for an error. */
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

/** Headers of every problem. */
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

/** Parses a part of a request by its contract schema. @throws `request.invalid` naming every problem */
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
