/**
 * Every failure that crosses a boundary carries one of these codes; retrying is decided by code, never by message text.
 * A code is never renamed once released: servers, desks and people's notes refer to it.
 */
export const ERROR_CODES = [
  // What a person typed or asked for
  'validation.failed',
  'validation.unknownField',
  'table.unknown',
  'record.unknown',
  'record.exists',
  'record.deleted',
  'record.inUse',
  'reference.missing',
  'reference.deleted',
  'change.unknown',
  'change.reused',
  'change.notParked',
  'conflict.unknown',
  'conflict.resolved',
  'input.invalid',
  // The local database
  'store.diskFull',
  'store.readOnly',
  'store.corrupt',
  'store.newerDatabase',
  'store.failed',
  // The round trip
  'sync.rejected',
  'sync.blocked',
  'sync.badAnswer',
  'sync.wrongServer',
  'sync.epochChanged',
  'sync.staleRound',
  'sync.busy',
  'network.offline',
  'network.timeout',
  'network.failed',
  'server.failed',
  'server.unavailable',
  'request.invalid',
  'request.tooLarge',
  'request.notFound',
  'request.methodNotAllowed',
  'request.unsupportedMedia',
  // Who may
  'auth.required',
  'auth.invalid',
  'auth.expired',
  'auth.revoked',
  'auth.forbidden',
  'auth.readOnly',
  'auth.throttled',
  'device.cloned',
  'session.unsentWork',
  'session.othersWork',
  'session.otherFirm',
  'client.updateRequired',
  // Between the processes of the app
  'ipc.forbidden',
  'ipc.invalid',
  'app.failed',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What a person can do about a failure; the screens offer it as the one button beside the message. */
export const ACTIONS = [
  'fix',
  'retry',
  'wait',
  'signIn',
  'update',
  'freeDiskSpace',
  'restoreBackup',
  'restoreParent',
  'checkServer',
  'askOwner',
  'none',
] as const;

export type Action = (typeof ACTIONS)[number];

export interface FerryError {
  code: ErrorCode;
  /** One or two sentences for a person: what happened, and what to do. */
  message: string;
  action: Action;
  /** Values that belong to the failure; plain JSON, never a secret. */
  details?: Record<string, unknown> | undefined;
}

export type Result<T, E = FerryError> = { ok: true; value: T } | { ok: false; error: E };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function failed(error: FerryError): Result<never> {
  return { ok: false, error };
}

/** The value of a result. @throws FerryFailure where it is none. */
export function valueOrThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, message, action, details } = result.error;
  throw new FerryFailure(code, message, action, details);
}

/** A `FerryError` on its way through code that throws; boundaries turn it back into a value. */
export class FerryFailure extends Error {
  readonly error: FerryError;

  constructor(code: ErrorCode, message: string, action: Action = 'none', details?: Record<string, unknown>) {
    super(message);
    this.name = 'FerryFailure';
    this.error = details === undefined ? { code, message, action } : { code, message, action, details };
  }
}

/** The error value of anything thrown; what is not a `FerryFailure` becomes `app.failed`. */
export function toFerryError(thrown: unknown): FerryError {
  if (thrown instanceof FerryFailure) return thrown.error;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'app.failed',
    message: 'Something went wrong inside Ferry. Your saved work is untouched; try again.',
    action: 'retry',
    details: { reason },
  };
}
