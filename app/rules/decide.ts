import type { ErrorCode } from '#app/contract/errors.ts';
import { type ConflictField, WHOLE_RECORD } from '#app/contract/protocol.ts';
import {
  type AnyEntity,
  type JsonValue,
  type MergePolicy,
  policyOf,
  type RecordData,
  sameJson,
} from '#app/schema/index.ts';
import { fieldValue, knownBase } from './change-values.ts';
import { deletesHiddenOwn, restsOnForgotten, returnsTo } from './forgotten-base.ts';
import { canJoin, insertsDifference, isCommutative, merge, mergeWithoutBase, needsBase } from './merge.ts';
import type { Proposal, RecordState } from './record-state.ts';
import {
  coversUnseen,
  isBasedOnForgotten,
  isReofferedLater,
  isUnseen,
  raisesRank,
  stampOf,
  unseenVersion,
  wasTouchedByOthers,
} from './stamps.ts';

export interface Acceptance {
  outcome: 'applied' | 'merged' | 'conflict';
  data: RecordData;
  deleted: boolean;
  /** Fields that get a new stamp, `*` for deletion or restoration; empty if nothing is written. */
  touched: string[];
  conflicts: ConflictField[];
}

export type Decision = Acceptance | { outcome: 'rejected'; code: ErrorCode } | { outcome: 'retry' };

/**
 * What happens to a record when a device proposes a change: the one decision that server and desk share. A field counts
 * as changed by another device if its stamp is newer than the version the person saw and carries another device's id;
 * no clock is involved. See `docs/protocol.md`, "Deciding".
 */
export function decide(entity: AnyEntity, record: RecordState | undefined, change: Proposal, device: string): Decision {
  if (!record) return decideWithoutRecord(change);
  switch (change.operation) {
    case 'delete':
      return decideDelete(entity, record, change, device);
    case 'insert':
    case 'update':
      if (wasDeletedLater(record, change)) return editUnderLaterDelete(entity, record, change);
      return decideEdit(entity, record, change, device);
  }
}

function decideWithoutRecord(change: Proposal): Decision {
  const data = { ...change.data };
  switch (change.operation) {
    case 'insert':
      return { outcome: 'applied', data, deleted: false, touched: Object.keys(data), conflicts: [] };
    case 'update':
    case 'delete':
      // After a restore the insert may still be on another desk.
      return isReoffered(change) ? { outcome: 'retry' } : { outcome: 'rejected', code: 'record.unknown' };
  }
}

function decideDelete(entity: AnyEntity, record: RecordState, change: Proposal, device: string): Decision {
  if (record.deleted)
    return { ...unchanged(record, true), touched: isLaterDeletion(record, change) ? [WHOLE_RECORD] : [] };
  // A restored record was meant to stay, even if no field changed.
  const wasEdited = [...Object.keys(record.data), WHOLE_RECORD].some(
    (field) =>
      isUnseen(record, field, change, device) ||
      coversUnseen(record, field, change, device) ||
      deletesHiddenOwn(entity, record, change, device, field) ||
      isReofferedLater(record, field, change),
  );
  if (!wasEdited)
    return { outcome: 'applied', data: record.data, deleted: true, touched: [WHOLE_RECORD], conflicts: [] };
  const kept = { ...record.data };
  const conflict = { field: WHOLE_RECORD, base: null, mine: 'deleted', theirs: kept, kept };
  return { ...unchanged(record, false), outcome: 'conflict', conflicts: [conflict] };
}

function decideEdit(entity: AnyEntity, record: RecordState, change: Proposal, device: string): Decision {
  const data = { ...record.data };
  const touched: string[] = [];
  const conflicts: ConflictField[] = [];
  for (const [field, mine] of Object.entries(change.data)) {
    const theirs = fieldValue(record.data, field);
    const { kept, clash } = decideField(entity, record, change, device, field);
    if (clash) conflicts.push({ field, base: knownBase(entity, change, field) ?? null, mine, theirs, kept });
    if (sameJson(kept, theirs)) {
      // The same value, decided later: what comes again after it with a lower rank must not replace it.
      const isLater = raisesRank(record, field, change, device) || returnsTo(entity, record, change, field);
      if (sameJson(mine, theirs) && isLater) touched.push(field);
      continue;
    }
    data[field] = kept;
    touched.push(field);
  }
  if (record.deleted) {
    touched.push(WHOLE_RECORD);
    // A record deleted on the screen cannot be edited there.
    const hidesDeletion = change.operation === 'update' && isBasedOnForgotten(change);
    if (hidesDeletion || isUnseen(record, WHOLE_RECORD, change, device)) {
      conflicts.push({
        field: WHOLE_RECORD,
        base: null,
        mine: { ...change.data },
        theirs: 'deleted',
        kept: { ...data },
      });
    }
  }
  const outcome = conflicts.length > 0 ? 'conflict' : wasTouchedByOthers(record, change, device) ? 'merged' : 'applied';
  return { outcome, data, deleted: false, touched, conflicts };
}

function decideField(entity: AnyEntity, record: RecordState, change: Proposal, device: string, field: string) {
  const policy = policyOf(entity, field);
  const mine = fieldValue(change.data, field);
  const theirs = fieldValue(record.data, field);
  // An insert precedes every other write to its record. If the record exists already (a copied laptop was first, or the
  // insert was parked meanwhile), the existing values are newer. An insert has no base to differ from.
  const meetsRecord = change.operation === 'insert' && !record.deleted;
  const isDifference = speaksOfDifference(policy, change) && knownBase(entity, change, field) !== undefined;
  if (!isDifference) {
    const reunited = meetsRecord ? undefined : reunite(entity, record, change, device, field);
    if (reunited) return reunited;
    if (isReofferedLater(record, field, change)) return { kept: theirs, clash: false };
    if (!meetsRecord && hadSeen(entity, record, change, device, field)) {
      return { kept: mine, clash: !sameJson(mine, theirs) && restsOnForgotten(entity, record, change, field) };
    }
  }
  const base = knownBase(entity, change, field);
  const keepsTheirs = base === undefined || (!isDifference && (meetsRecord || needsBase(policy)));
  const merged = keepsTheirs
    ? merge('ask', null, mine, theirs)
    : mergeFrom(policy, change, base, mine, theirs, isReoffered(change));
  return isValid(entity, field, merged.kept, mine, theirs) ? merged : { kept: theirs, clash: true };
}

/**
 * An insert has a base in sets alone: what it found there when it brought a deleted record back. In other fields it meets
 * what the record has without one.
 */
function mergeFrom(
  policy: MergePolicy,
  { operation }: Proposal,
  base: JsonValue,
  mine: JsonValue,
  theirs: JsonValue,
  isReoffered: boolean,
) {
  return operation === 'insert' && !insertsDifference(policy)
    ? mergeWithoutBase(policy, mine, theirs)
    : merge(policy, base, mine, theirs, isReoffered);
}

/**
 * Whether the writer had seen the field's current value. If this device's last write was merged into or put over
 * another device's, that holds only if the base equals the current value.
 */
function hadSeen(entity: AnyEntity, record: RecordState, change: Proposal, device: string, field: string): boolean {
  if (isUnseen(record, field, change, device)) return false;
  if (!coversUnseen(record, field, change, device)) return true;
  const base = knownBase(entity, change, field);
  return base !== undefined && sameJson(base, fieldValue(record.data, field));
}

/**
 * Whether a value is a difference (sums and sets). An insert has nothing to differ from; a counter already contains it.
 */
function speaksOfDifference(policy: MergePolicy, { operation }: Proposal): boolean {
  return isCommutative(policy) && (operation === 'update' || insertsDifference(policy));
}

/**
 * Two prose edits re-offered after a restore: the data set that knew which had seen the other is gone, so both go into
 * the text, without a conflict, because any clash already has one. A later one that left the text as the earlier found it
 * may not have seen the earlier one. Other values cannot be joined; the later one is kept.
 */
function reunite(entity: AnyEntity, record: RecordState, change: Proposal, device: string, field: string) {
  const policy = policyOf(entity, field);
  const stamp = stampOf(record, field);
  const areBothReoffered = change.origin !== undefined && stamp?.origin !== undefined;
  const isOwnAlone = stamp?.device === device && unseenVersion(stamp, change, device) === undefined;
  if (!areBothReoffered || isOwnAlone || !canJoin(policy)) return undefined;
  const base = knownBase(entity, change, field);
  const mine = fieldValue(change.data, field);
  const theirs = fieldValue(record.data, field);
  const isBeneath = isReofferedLater(record, field, change);
  if (base === undefined || (sameJson(base, theirs) && !isBeneath)) return undefined;
  const [later, earlier] = isBeneath ? [theirs, mine] : [mine, theirs];
  const { kept, clash } = mergeFrom(policy, change, base, later, earlier, true);
  // The earlier may hold a third one's line, and no conflict has that.
  return isValid(entity, field, kept, mine, theirs) ? { kept, clash } : { kept: theirs, clash: true };
}

/** A merge of two valid values may be invalid (too long, too many tags); then a person decides. */
function isValid(entity: AnyEntity, field: string, kept: JsonValue, mine: JsonValue, theirs: JsonValue): boolean {
  if (sameJson(kept, mine) || sameJson(kept, theirs)) return true;
  return entity.fields[field]?.schema.safeParse(kept).success ?? true;
}

/** Both writes were re-offered after a restore and the deletion was later: it is kept, and the edit is stored under it. */
function wasDeletedLater(record: RecordState, change: Proposal): boolean {
  const deletedAt = record.stamps[WHOLE_RECORD]?.origin;
  return record.deleted && change.origin !== undefined && deletedAt !== undefined && deletedAt > change.origin;
}

/** Both deletions are offered again after a restore: the record keeps the rank of the later one, which its returns compare with. */
function isLaterDeletion(record: RecordState, change: Proposal): boolean {
  const deletedAt = record.stamps[WHOLE_RECORD]?.origin;
  return change.origin !== undefined && deletedAt !== undefined && deletedAt < change.origin;
}

function editUnderLaterDelete(entity: AnyEntity, record: RecordState, change: Proposal): Decision {
  const written: RecordData = {};
  for (const [field, mine] of Object.entries(change.data)) {
    const policy = policyOf(entity, field);
    const base = knownBase(entity, change, field);
    if (speaksOfDifference(policy, change) && base !== undefined) {
      written[field] = merge(policy, base, mine, fieldValue(record.data, field)).kept;
    } else if (!needsBase(policy) && !isReofferedLater(record, field, change)) {
      written[field] = mine;
    }
  }
  const data = { ...record.data, ...written };
  return { outcome: 'applied', data, deleted: true, touched: Object.keys(written), conflicts: [] };
}

function unchanged(record: RecordState, deleted: boolean): Acceptance {
  return { outcome: 'applied', data: record.data, deleted, touched: [], conflicts: [] };
}

/** Saved before a restore, on a data set that the server has partly forgotten. */
function isReoffered(change: Proposal): boolean {
  return change.origin !== undefined || change.capped === true;
}
