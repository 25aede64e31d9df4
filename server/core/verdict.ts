import type { Action, ErrorCode } from '#app/contract/errors.ts';
import type { Ack } from '#app/contract/protocol.ts';
import type { StoredResult } from '../storage/acks.ts';

/** The server's answer to one change, before the record's state is added. `retry` is never stored. */
export type Verdict = StoredResult;

const EXPLANATIONS: Partial<Record<ErrorCode, { message: string; action: Action }>> = {
  'table.unknown': {
    message: 'This server does not keep such records. Update it, or discard the change.',
    action: 'askOwner',
  },
  'record.unknown': {
    message: 'The server does not have this record. It may have been removed for good.',
    action: 'fix',
  },
  'record.exists': { message: 'A record with this id exists already.', action: 'fix' },
  'record.deleted': { message: 'This record was deleted.', action: 'restoreParent' },
  'reference.missing': { message: 'This belongs to a record the server does not have. Choose another.', action: 'fix' },
  'reference.deleted': {
    message: 'This belongs to a record that was deleted. Restore that one, or choose another.',
    action: 'restoreParent',
  },
  'validation.failed': { message: 'Some fields are not filled in correctly.', action: 'fix' },
  'validation.unknownField': {
    message: 'The server does not know a field of this record. It may need an update.',
    action: 'askOwner',
  },
  'change.reused': { message: 'Another change was sent under this id before.', action: 'retry' },
  'request.invalid': { message: 'Changes of one transaction must follow one another.', action: 'retry' },
  'sync.blocked': { message: 'This waits for a change that could not be applied.', action: 'fix' },
  'auth.readOnly': { message: 'You may read but not change this firm’s records.', action: 'askOwner' },
};

function explain(code: ErrorCode): Pick<Ack, 'code' | 'message' | 'action'> {
  return { code, ...(EXPLANATIONS[code] ?? { message: 'The server could not apply this change.', action: 'fix' }) };
}

/** The change itself cannot be applied. */
export function rejected(code: ErrorCode, details: Pick<Ack, 'message' | 'fieldErrors'> = {}): Verdict {
  return { outcome: 'rejected', ...explain(code), ...details };
}

/** The change could be applied but for something else: its transaction, its parent. */
export function blocked(code: ErrorCode, blockedBy?: string): Verdict {
  return { outcome: 'blocked', ...explain(code), ...(blockedBy === undefined ? {} : { blockedBy }) };
}

/** After a restore: what it needs may still lie on another desk. */
export function retryLater(retryAfterMs: number): Verdict {
  return { outcome: 'retry', retryAfterMs };
}

/** Whether a verdict holds up its transaction and what depends on it. */
export function isFailure(verdict: Verdict): boolean {
  return verdict.outcome === 'rejected' || verdict.outcome === 'blocked';
}
