import type { UpdateFailure } from '#app/contract/updates.ts';

/** An updater failure with a code. */
export class UpdateProblem extends Error {
  readonly failure: UpdateFailure;

  constructor(failure: UpdateFailure, reason: string) {
    super(reason);
    this.name = 'UpdateProblem';
    this.failure = failure;
  }
}

/** Maps anything thrown by the network, the disk or electron-updater to a code. */
export function failureOf(thrown: unknown, otherwise: UpdateFailure = 'unreachable'): UpdateFailure {
  if (thrown instanceof UpdateProblem) return thrown.failure;
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  const text = `${typeof code === 'string' ? code : ''} ${typeof message === 'string' ? message : String(thrown)}`;
  if (/ENOSPC|EDQUOT/.test(text)) return 'diskFull';
  if (/ERR_CHECKSUM_MISMATCH|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED/.test(text)) return 'damaged';
  // The updater's session cancels every request to another origin; see update-session.ts.
  if (/ERR_BLOCKED_BY_CLIENT/.test(text)) return 'otherOrigin';
  return otherwise;
}
