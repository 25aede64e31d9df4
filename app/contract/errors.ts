/**
 * Every failure that crosses a boundary has one of these codes; retries are decided by code, never by message text. A
 * released code is never renamed: servers, desks and people's notes refer to it.
 */
export const ERROR_CODES = [
  // Invalid input or requests
  'validation.failed',
  'validation.unknownField',
  'table.unknown',
  'record.unknown',
  'record.exists',
  'record.deleted',
  'record.inUse',
  'record.noHistory',
  'reference.missing',
  'reference.deleted',
  'reference.gone',
  'change.unknown',
  'change.reused',
  'change.notParked',
  'change.foundLate',
  'conflict.unknown',
  'conflict.resolved',
  'conflict.early',
  'input.invalid',
  'input.recordId',
  'backup.unknown',
  // Server addresses, as a person types them
  'address.invalid',
  'address.insecure',
  'address.password',
  // Arguments of the server's commands
  'account.email',
  'account.emailTaken',
  'account.unknown',
  'account.name',
  'account.firmName',
  'account.password',
  'account.wrongPassword',
  // People and invitations
  'people.lastOwner',
  'people.unknown',
  'invitation.unknown',
  'invitation.expired',
  'invitation.used',
  'invitation.otherFirm',
  'setup.done',
  // The local database
  'store.busy',
  'store.diskFull',
  'store.readOnly',
  'store.noPermission',
  'store.deviceFailed',
  'store.corrupt',
  'store.missingAddon',
  'store.newerDatabase',
  'store.failed',
  // Other files
  'file.unreadable',
  'file.notWritable',
  'file.diskFull',
  'file.failed',
  'backup.damaged',
  'data.notRemoved',
  'data.otherFirm',
  // Sync with the server
  'sync.rejected',
  'sync.blocked',
  'sync.badAnswer',
  'sync.wrongServer',
  'sync.serverReplaced',
  'sync.epochChanged',
  'sync.staleRound',
  'sync.busy',
  'network.offline',
  'network.timeout',
  'network.failed',
  'network.nameNotFound',
  'network.refused',
  'network.certificateUntrusted',
  'network.certificateExpired',
  'network.certificateName',
  'network.certificateInvalid',
  'network.clockWrong',
  'network.proxyAuth',
  'network.proxyFailed',
  'server.failed',
  'server.unavailable',
  'request.invalid',
  'request.tooLarge',
  'request.notFound',
  'request.methodNotAllowed',
  'request.unsupportedMedia',
  // Authentication and permissions
  'auth.required',
  'auth.invalid',
  'auth.expired',
  'auth.revoked',
  'auth.superseded',
  'auth.forbidden',
  'auth.readOnly',
  'auth.notOwner',
  'auth.throttled',
  'device.cloned',
  'session.unsentWork',
  'session.othersWork',
  'session.otherFirm',
  'session.dataHere',
  'client.updateRequired',
  // Between the processes of the app
  'ipc.forbidden',
  'ipc.invalid',
  'app.failed',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What a person can do about a failure; screens offer it as the one button beside the message. */
export const ACTIONS = [
  'fix',
  'retry',
  'wait',
  'signIn',
  'update',
  'freeDiskSpace',
  'restoreBackup',
  'repair',
  'restoreParent',
  'checkServer',
  'signInToProxy',
  'askOwner',
  'none',
] as const;

export type Action = (typeof ACTIONS)[number];

/** A failure as a value, without a sentence: `errorText` of app/text words it in the reader's language. */
export interface FerryError {
  code: ErrorCode;
  action: Action;
  /** Parameters of the failure, some of which the message shows; plain JSON, never a secret. */
  details?: Record<string, unknown> | undefined;
}

export type Result<T, E = FerryError> = { ok: true; value: T } | { ok: false; error: E };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function failed(error: FerryError): Result<never> {
  return { ok: false, error };
}

/** The value of a result. @throws FerryFailure if it failed */
export function valueOrThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, action, details } = result.error;
  throw new FerryFailure(code, action, details);
}

/** A `FerryError` as an exception; boundaries convert it back to a value. */
export class FerryFailure extends Error {
  readonly error: FerryError;

  constructor(code: ErrorCode, action: Action = 'none', details?: Record<string, unknown>) {
    super(code);
    this.name = 'FerryFailure';
    this.error = details === undefined ? { code, action } : { code, action, details };
  }
}

/** The error value of anything thrown; `app.failed` unless it is a `FerryFailure`. */
export function toFerryError(thrown: unknown): FerryError {
  if (thrown instanceof FerryFailure) return thrown.error;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'app.failed',
    action: 'retry',
    details: { reason },
  };
}
