import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { type Action, type ErrorCode, type FerryError, FerryFailure } from '#app/contract/errors.ts';
import type { Problem } from '#app/contract/protocol.ts';

const STATUS: Partial<Record<ErrorCode, { status: number; title: string }>> = {
  'request.invalid': { status: 400, title: 'The request is not valid' },
  'input.invalid': { status: 400, title: 'The request is not valid' },
  'table.unknown': { status: 400, title: 'Unknown table' },
  'auth.required': { status: 401, title: 'Sign in first' },
  'auth.invalid': { status: 401, title: 'Wrong email or password' },
  'auth.expired': { status: 401, title: 'The session has expired' },
  'auth.revoked': { status: 401, title: 'Access was withdrawn' },
  'auth.forbidden': { status: 403, title: 'Not allowed' },
  'auth.readOnly': { status: 403, title: 'Read only' },
  'request.notFound': { status: 404, title: 'No such route' },
  'device.cloned': { status: 409, title: 'Another copy of this device is at work' },
  'sync.epochChanged': { status: 409, title: 'The data set was replaced' },
  'request.tooLarge': { status: 413, title: 'The request is too large' },
  'client.updateRequired': { status: 426, title: 'Update Ferry' },
  'auth.throttled': { status: 429, title: 'Too many attempts' },
  'sync.busy': { status: 503, title: 'Busy' },
  'server.unavailable': { status: 503, title: 'Not available at the moment' },
  'server.failed': { status: 500, title: 'The server failed' },
};

const FAILED: FerryError = {
  code: 'server.failed',
  message: 'Something went wrong on the server. Nothing of this request was kept; try again.',
  action: 'retry',
};

/** An error a person or program made before any route saw the request, by Fastify's code. */
const FRAMEWORK_ERRORS: Record<string, FerryError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: tooLarge(),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: invalid('Send JSON, with the header content-type: application/json.'),
};

function tooLarge(): FerryError {
  return {
    code: 'request.tooLarge',
    message: 'The request is too large. Send fewer changes at a time.',
    action: 'retry',
  };
}

function invalid(message: string): FerryError {
  return { code: 'request.invalid', message, action: 'none' };
}

/** What is told of anything thrown while a request was handled; nothing of an unexpected error leaks. */
export function toError(thrown: unknown): FerryError {
  if (thrown instanceof FerryFailure) return thrown.error;
  const { code, statusCode, name } = describe(thrown);
  const known = code === undefined ? undefined : FRAMEWORK_ERRORS[code];
  if (known) return known;
  if (statusCode === 413) return tooLarge();
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return invalid('The request could not be read. Send complete JSON.');
  }
  if (isOutage(code, name)) {
    return {
      code: 'server.unavailable',
      message: 'The server’s database is not available. Try again soon.',
      action: 'wait',
    };
  }
  return FAILED;
}

function describe(thrown: unknown): { code?: string; statusCode?: number; name?: string } {
  if (typeof thrown !== 'object' || thrown === null) return {};
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  const statusCode =
    'statusCode' in thrown && typeof thrown.statusCode === 'number' ? { statusCode: thrown.statusCode } : {};
  const name = 'name' in thrown && typeof thrown.name === 'string' ? { name: thrown.name } : {};
  return { ...code, ...statusCode, ...name };
}

/** A full or locked disk, or a database server that is away: trying again later helps. */
function isOutage(code: string | undefined, name: string | undefined): boolean {
  if (code === undefined) return name === 'DatabaseUnavailable';
  return /^(SQLITE_(BUSY|FULL|IOERR|READONLY|LOCKED)|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|08|53|57P|25006)/.test(code);
}

/** The HTTP status a code comes with. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code]?.status ?? 500;
}

/** The answer of RFC 9457 to an error. */
export function toProblem(error: FerryError, requestId: string): Problem {
  const { status, title } = STATUS[error.code] ?? { status: 500, title: 'The server failed' };
  const issues = error.details?.errors;
  return {
    type: `about:blank#${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    action: error.action,
    requestId,
    ...(Array.isArray(issues) ? { errors: issues } : {}),
  };
}

const RETRY_AFTER_SECONDS: Partial<Record<ErrorCode, number>> = { 'server.unavailable': 5, 'sync.busy': 1 };

export async function sendProblem(reply: FastifyReply, error: FerryError): Promise<FastifyReply> {
  const problem = toProblem(error, reply.request.id);
  const retryAfterMs = error.details?.retryAfterMs;
  const seconds = typeof retryAfterMs === 'number' ? Math.ceil(retryAfterMs / 1000) : RETRY_AFTER_SECONDS[error.code];
  if (seconds !== undefined) reply.header('retry-after', seconds);
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type('application/problem+json').send(problem);
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
  throw new FerryFailure('request.invalid', 'The request is not what this route expects.', action, { errors });
}
