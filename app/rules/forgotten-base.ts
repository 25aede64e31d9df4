import { WHOLE_RECORD } from '#app/contract/protocol.ts';
import { type AnyEntity, policyOf, sameJson } from '#app/schema/index.ts';
import { fieldValue, knownBase } from './change-values.ts';
import { isExclusive, mayHideMine } from './merge.ts';
import type { Proposal, RecordState } from './record-state.ts';
import { isBasedOnForgotten, isOwnNewer, stampOf } from './stamps.ts';

/**
 * Whether the present value may have been replaced on the person's screen by a value that a restore forgot, perhaps with the
 * conflict about it. It then becomes a conflict, and the later value is kept. Nothing is lost where the field is empty.
 */
export function restsOnForgotten(entity: AnyEntity, record: RecordState, change: Proposal, field: string): boolean {
  if (!isBasedOnForgotten(change) || !isExclusive(policyOf(entity, field))) return false;
  const base = knownBase(entity, change, field);
  const present = fieldValue(record.data, field);
  return present !== null && (base === undefined || !sameJson(base, present));
}

/**
 * Whether the person put back, over values that a restore forgot, what stands there now. Those come again, and must not take it
 * for a value their writers had seen.
 */
export function returnsTo(entity: AnyEntity, record: RecordState, change: Proposal, field: string): boolean {
  if (!isBasedOnForgotten(change) || !isExclusive(policyOf(entity, field))) return false;
  const base = knownBase(entity, change, field);
  const isStamped = (stampOf(record, field)?.version ?? 0) > change.baseVersion;
  return !isStamped && (base === undefined || !sameJson(base, fieldValue(record.data, field)));
}

/** As `restsOnForgotten`, for a deletion. It has no base to compare, so only an unacknowledged edit of this device is recognised. */
export function deletesHiddenOwn(
  entity: AnyEntity,
  record: RecordState,
  change: Proposal,
  device: string,
  field: string,
): boolean {
  if (field === WHOLE_RECORD || !isBasedOnForgotten(change) || !mayHideMine(policyOf(entity, field))) return false;
  return isOwnNewer(record, field, change, device) && stampOf(record, field)?.origin === undefined;
}
