import type { Action, ErrorCode, FerryError } from '#app/contract/errors.ts';
import { problemSchema } from '#app/contract/protocol.ts';

type Known = [ErrorCode, Action, string];

const BY_STATUS: Record<number, Known> = {
  413: ['request.tooLarge', 'retry', 'This is more than the server takes at once.'],
  429: ['server.unavailable', 'wait', 'The server is busy. Ferry will try again.'],
  503: ['server.unavailable', 'wait', 'The server is down for a moment. Ferry will try again.'],
};
const FAILED: Known = ['server.failed', 'wait', 'The server failed. Your work is safe here; Ferry will try again.'];
/** "Network Authentication Required" (RFC 6585 §6): a sign-in page that says what it is. */
const SIGN_IN_PAGE = 511;

/** What a proxy before the server may rightly say in its place; any other answer without problem details is a stranger's. */
function knownStatus(status: number): Known | undefined {
  return BY_STATUS[status] ?? (status >= 500 && status !== SIGN_IN_PAGE ? FAILED : undefined);
}

/** The error of an answer that is not a success. `body` is the parsed JSON, if it was any. */
export function errorOfResponse(response: Response, body: unknown, nowMs: number): FerryError {
  const retryAfterMs = retryAfter(response.headers, nowMs);
  const details = { httpStatus: response.status, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  const problem = problemSchema.safeParse(body);
  if (problem.success) {
    const { code, detail, action, requestId } = problem.data;
    return { code, message: detail, action, details: { ...details, ...(requestId ? { requestId } : {}) } };
  }
  const known = knownStatus(response.status);
  if (!known)
    return { ...wrongServer(`status ${response.status}`), details: { ...details, reason: 'no problem details' } };
  const [code, action, message] = known;
  return { code, message, action, details };
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

const OFFLINE = /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_ADDRESS_UNREACHABLE|ENETUNREACH|ENETDOWN/;

/** The error of a call that got no answer. */
export function errorOfFailure(thrown: unknown, isAborted: boolean): FerryError {
  if (isAborted) {
    return {
      code: 'network.timeout',
      message: 'The server did not answer in time. Ferry will try again.',
      action: 'wait',
    };
  }
  const reason = reasonOf(thrown);
  // A sign-in page sends the desk elsewhere, and this protocol never redirects.
  if (/redirect/i.test(reason)) return wrongServer(reason);
  if (OFFLINE.test(reason)) {
    return {
      code: 'network.offline',
      message: 'There is no network. Your work is saved on this computer.',
      action: 'wait',
      details: { reason },
    };
  }
  return {
    code: 'network.failed',
    message: 'The server cannot be reached. Check its address and your network.',
    action: 'checkServer',
    details: { reason },
  };
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
    message:
      'This address answers, but not as a Ferry server. If you are on a guest Wi-Fi, sign in to it first; else check the address.',
    action: 'checkServer',
    details: { reason },
  };
}
