import type { Action, ErrorCode } from '#app/contract/errors.ts';
import type { Ack } from '#app/contract/protocol.ts';
import type { StoredResult } from '../storage/acks.ts';

/** The server's answer to one change, before the record's state is added. `retry` is never stored. */
export type Verdict = StoredResult;

const ACTIONS: Partial<Record<ErrorCode, Action>> = {
  'table.unknown': 'askOwner',
  'record.deleted': 'restoreParent',
  'reference.deleted': 'restoreParent',
  'validation.unknownField': 'askOwner',
  'change.reused': 'retry',
  'request.invalid': 'retry',
  'auth.readOnly': 'askOwner',
};

function explain(code: ErrorCode): Pick<Ack, 'code' | 'action'> {
  return { code, action: ACTIONS[code] ?? 'fix' };
}

/** The change itself cannot be applied. */
export function rejected(code: ErrorCode, details: Pick<Ack, 'fieldErrors'> = {}): Verdict {
  return { outcome: 'rejected', ...explain(code), ...details };
}

/** The change is valid, but something else prevents it: its transaction or its parent. */
export function blocked(code: ErrorCode, blockedBy?: string): Verdict {
  return { outcome: 'blocked', ...explain(code), ...(blockedBy === undefined ? {} : { blockedBy }) };
}

/** After a restore: its prerequisite may still be on another desk. */
export function retryLater(retryAfterMs: number): Verdict {
  return { outcome: 'retry', retryAfterMs };
}

/** Whether a verdict blocks its transaction and dependent changes. */
export function isFailure(verdict: Verdict): boolean {
  return verdict.outcome === 'rejected' || verdict.outcome === 'blocked';
}
