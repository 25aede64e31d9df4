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
/** "Network Authentication Required" (RFC 6585 §6): a sign-in page that says what it is. */
const SIGN_IN_PAGE = 511;
const UNPROVEN_MAX_WAIT_MS = 5 * 60_000;

/** What a proxy before the server may rightly say in its place; any other answer without problem details comes from something else. */
function knownStatus(status: number): Known | undefined {
  return BY_STATUS[status] ?? (status >= 500 && status !== SIGN_IN_PAGE ? FAILED : undefined);
}

/** What a Ferry server means by a status where its code is of a newer one. */
const BY_STATUS_OF_SERVER: Record<number, Pick<FerryError, 'code' | 'action'>> = {
  401: { code: 'auth.required', action: 'signIn' },
  403: { code: 'auth.forbidden', action: 'askOwner' },
  404: { code: 'request.notFound', action: 'none' },
  426: { code: 'client.updateRequired', action: 'update' },
};

/** The error of an answer that is not a success. `body` is the parsed JSON, if it was any. */
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
  return saidByStranger(response.status, retryAfterMs);
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

/** Without problem details it may be anybody, who is not to keep the desk waiting for long. */
function saidByStranger(httpStatus: number, askedMs: number | null): FerryError {
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
 * ms to wait as `Retry-After` asks (RFC 9110 §10.2.3), in seconds or as a date; a date is read against the server's own
 * `Date`, so that neither clock matters. At most a day; null where nothing is asked.
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

/** The error of a call that got no answer. */
export function errorOfFailure(thrown: unknown, isAborted: boolean): FerryError {
  if (isAborted) {
    return {
      code: 'network.timeout',
      action: 'wait',
    };
  }
  const reason = reasonOf(thrown);
  // A sign-in page sends the desk elsewhere, and this protocol never redirects.
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

/** Something answered that is no Ferry server: a Wi-Fi sign-in page, a proxy, another service. */
export function wrongServer(reason: string): FerryError {
  return {
    code: 'sync.wrongServer',
    action: 'checkServer',
    details: { reason },
  };
}

/** A Ferry server answers, but it does not hold the firm this desk was signed in to, or a firm of that id with other secrets. */
export function replacedServer(): FerryError {
  return {
    code: 'sync.serverReplaced',
    action: 'signIn',
    details: { reason: 'the answer is not signed by the firm of this desk' },
  };
}
