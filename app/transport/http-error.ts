import type { Action, ErrorCode, FerryError } from '#app/contract/errors.ts';
import { networkError } from './network-error.ts';
import { isKnownAction, isKnownCode, tolerantProblemSchema } from './newer-server.ts';

type Known = [ErrorCode, Action];

const BY_STATUS: Record<number, Known> = {
  413: ['request.tooLarge', 'retry'],
  429: ['server.unavailable', 'wait'],
  503: ['server.unavailable', 'wait'],
};
const FAILED: Known = ['server.failed', 'wait'];
/** "Network Authentication Required" (RFC 6585 §6): sent by captive portals. */
const SIGN_IN_PAGE = 511;
const UNPROVEN_MAX_WAIT_MS = 5 * 60_000;

/**
 * Statuses that a proxy may legitimately answer for the server; any other answer without problem details comes from
 * something else.
 */
function knownStatus(status: number): Known | undefined {
  return BY_STATUS[status] ?? (status >= 500 && status !== SIGN_IN_PAGE ? FAILED : undefined);
}

/** The meaning of a server's status if its code is unknown (a newer server). */
const BY_STATUS_OF_SERVER: Record<number, Pick<FerryError, 'code' | 'action'>> = {
  401: { code: 'auth.required', action: 'signIn' },
  403: { code: 'auth.forbidden', action: 'askOwner' },
  404: { code: 'request.notFound', action: 'none' },
  426: { code: 'client.updateRequired', action: 'update' },
};

/** The error of an unsuccessful response. `body` is the parsed JSON, if any. */
export function errorOfResponse(response: Response, body: unknown, nowMs: number): FerryError {
  const retryAfterMs = retryAfter(response.headers, nowMs);
  const problem = tolerantProblemSchema.safeParse(body);
  if (problem.success) {
    const { requestId, removal } = problem.data;
    const details = {
      httpStatus: response.status,
      ...(retryAfterMs === null ? {} : { retryAfterMs }),
      ...(requestId ? { requestId } : {}),
      ...(removal ? { removal } : {}),
    };
    return { ...saidByServer(response.status, problem.data), details };
  }
  return errorOfUnknownSender(response.status, retryAfterMs);
}

function saidByServer(status: number, { code, action }: { code: string; action: string }): FerryError {
  const known = isKnownAction(action) ? action : undefined;
  if (isKnownCode(code)) return { code, action: known ?? 'none' };
  const [codeOfStatus, actionOfStatus] = knownStatus(status) ?? [];
  const meant = BY_STATUS_OF_SERVER[status] ?? {
    code: codeOfStatus ?? 'request.invalid',
    action: actionOfStatus ?? 'none',
  };
  return { code: meant.code, action: known ?? meant.action };
}

/** Without problem details the sender is unknown and must not make the desk wait for long. */
function errorOfUnknownSender(httpStatus: number, askedMs: number | null): FerryError {
  const details = {
    httpStatus,
    ...(askedMs === null ? {} : { retryAfterMs: Math.min(askedMs, UNPROVEN_MAX_WAIT_MS) }),
  };
  const known = knownStatus(httpStatus);
  if (!known) return { ...wrongServer(`status ${httpStatus}`), details: { ...details, reason: 'no problem details' } };
  const [code, action] = known;
  return { code, action, details };
}

/**
 * The delay requested by `Retry-After` (RFC 9110 §10.2.3), in ms; a date is compared with the server's own `Date`, so
 * that neither clock matters. At most a day; null if absent.
 */
export function retryAfter(headers: Headers, nowMs: number): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(value) - (Date.parse(headers.get('date') ?? '') || nowMs);
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), 86_400_000) : null;
}

/** The error of a call without a response. */
export function errorOfFailure(thrown: unknown, isAborted: boolean): FerryError {
  if (isAborted) {
    return {
      code: 'network.timeout',
      action: 'wait',
    };
  }
  const reason = reasonOf(thrown);
  // A captive portal redirects; this protocol never does.
  if (/redirect/i.test(reason)) return wrongServer(reason);
  return networkError(reason);
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause =
    thrown.cause instanceof Error
      ? ` (${thrown.cause.message}${'code' in thrown.cause ? `, ${thrown.cause.code}` : ''})`
      : '';
  return `${thrown.message}${cause}`;
}

/** Something other than a Ferry server answered: a captive portal, a proxy, another service. */
export function wrongServer(reason: string): FerryError {
  return {
    code: 'sync.wrongServer',
    action: 'checkServer',
    details: { reason },
  };
}

/** A Ferry server answers, but without this desk's firm, or with a firm of that id with other secrets. */
export function replacedServer(): FerryError {
  return {
    code: 'sync.serverReplaced',
    action: 'signIn',
    details: { reason: 'the answer is not signed by the firm of this desk' },
  };
}
