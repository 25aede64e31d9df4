import type { ErrorCode } from '#app/contract/errors.ts';
import type { Proposal, RecordState } from '#app/contract/fold.ts';
import { type Change, type ConflictField, INSERTED, type Stamp, WHOLE_RECORD } from '#app/contract/protocol.ts';
import {
  type AnyEntity,
  type JsonValue,
  type MergePolicy,
  policyOf,
  type RecordData,
  sameJson,
} from '#app/schema/index.ts';
import { isCommutative, merge } from './merge.ts';

export interface Acceptance {
  outcome: 'applied' | 'merged' | 'conflict';
  data: RecordData;
  deleted: boolean;
  /** Fields that get a new stamp, `*` for the record's deletion or return; empty where nothing is written. */
  touched: string[];
  conflicts: ConflictField[];
}

export type Decision = Acceptance | { outcome: 'rejected'; code: ErrorCode } | { outcome: 'retry' };

/**
 * What becomes of a record when a device proposes a change: the one decision that server and desk share.
 * A field counts as changed by another device when its stamp is newer than the version the person saw and carries
 * another device's id; no clock takes part. Meaning: `docs/protocol.md`, "Deciding".
 */
export function decide(entity: AnyEntity, record: RecordState | undefined, change: Proposal, device: string): Decision {
  if (!record) return decideWithoutRecord(change);
  if (change.operation === 'delete') return decideDelete(record, change, device);
  if (wasDeletedLater(record, change)) return editUnderLaterDelete(entity, record, change);
  return decideEdit(entity, record, change, device);
}

/** The stamps of a record after an accepted change was given `version`. */
export function stampsAfter(
  record: RecordState | undefined,
  touched: readonly string[],
  change: Pick<Change, 'origin'>,
  version: number,
  device: string,
): Record<string, Stamp> {
  const stamp: Stamp = change.origin === undefined ? { version, device } : { version, device, origin: change.origin };
  if (!record) return { [INSERTED]: stamp };
  return { ...record.stamps, ...Object.fromEntries(touched.map((field) => [field, stamp])) };
}

function decideWithoutRecord(change: Proposal): Decision {
  if (change.operation === 'insert') {
    return {
      outcome: 'applied',
      data: { ...change.data },
      deleted: false,
      touched: Object.keys(change.data),
      conflicts: [],
    };
  }
  // After a restore the insert may still lie on another desk.
  const isReoffered = change.origin !== undefined || change.capped === true;
  return isReoffered ? { outcome: 'retry' } : { outcome: 'rejected', code: 'record.unknown' };
}

function decideDelete(record: RecordState, change: Proposal, device: string): Decision {
  if (record.deleted) return unchanged(record, true);
  // Somebody who brought the record back meant it to stay, even where no field changed.
  const wasEdited = [...Object.keys(record.data), WHOLE_RECORD].some(
    (field) => isUnseen(record, field, change, device) || isReofferedLater(record, field, change),
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
    if (sameJson(kept, theirs)) continue;
    data[field] = kept;
    touched.push(field);
  }
  if (record.deleted) {
    touched.push(WHOLE_RECORD);
    if (isUnseen(record, WHOLE_RECORD, change, device)) {
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
  // An insert comes before everything written to its record, by whatever device; where the record is there already (a
  // copied laptop was first, or the insert was parked meanwhile), what it has is newer. It has no base to differ from.
  const meetsRecord = change.operation === 'insert' && !record.deleted;
  const isDifference = speaksOfDifference(policy, change) && knownBase(entity, change, field) !== undefined;
  if (!isDifference) {
    const reunited = meetsRecord ? undefined : reunite(entity, record, change, device, field);
    if (reunited) return reunited;
    if (isReofferedLater(record, field, change)) return { kept: theirs, clash: false };
    if (!meetsRecord && !isUnseen(record, field, change, device)) return { kept: mine, clash: false };
  }
  const base = knownBase(entity, change, field);
  const keepsTheirs = base === undefined || (!isDifference && (meetsRecord || policy === 'add'));
  const merged = keepsTheirs ? merge('ask', null, mine, theirs) : merge(policy, base, mine, theirs);
  return isValid(entity, field, merged.kept, mine, theirs) ? merged : { kept: theirs, clash: true };
}

/** What is put into sums and sets; an insert has nothing to differ from, and what a counter has holds it already. */
function speaksOfDifference(policy: MergePolicy, { operation }: Proposal): boolean {
  return isCommutative(policy) && (operation === 'update' || policy === 'union');
}

/**
 * Two edits of prose that are offered again after a restore: which of them had seen the other is forgotten with the data
 * set, so both go into the text, quietly, since where they clashed there is a conflict already. Other values cannot be
 * joined; of those the one that had come last stands.
 */
function reunite(entity: AnyEntity, record: RecordState, change: Proposal, device: string, field: string) {
  const policy = policyOf(entity, field);
  const stamp = stampOf(record, field);
  const areBothReoffered = change.origin !== undefined && stamp?.origin !== undefined && stamp.device !== device;
  if (!areBothReoffered || (policy !== 'text' && typeof policy !== 'function')) return undefined;
  const base = knownBase(entity, change, field);
  const mine = fieldValue(change.data, field);
  const theirs = fieldValue(record.data, field);
  if (base === undefined || sameJson(base, theirs)) return undefined;
  const [later, earlier] = isReofferedLater(record, field, change) ? [theirs, mine] : [mine, theirs];
  const { kept } = merge(policy, base, later, earlier);
  return isValid(entity, field, kept, mine, theirs) ? { kept, clash: false } : { kept: theirs, clash: true };
}

/**
 * The value a field had when the person changed it, null where it had none; undefined for one it cannot have had, of which
 * nothing can be made but to keep both. Only a device that is out of order says such a thing, and it may be long.
 */
function knownBase(entity: AnyEntity, change: Proposal, field: string): JsonValue | undefined {
  const base = fieldValue(change.base, field);
  if (base === null) return null;
  return (entity.fields[field]?.schema.safeParse(base).success ?? true) ? base : undefined;
}

/** A merge of two valid values may be none itself (too long, too many tags); then a person decides. */
function isValid(entity: AnyEntity, field: string, kept: JsonValue, mine: JsonValue, theirs: JsonValue): boolean {
  if (sameJson(kept, mine) || sameJson(kept, theirs)) return true;
  return entity.fields[field]?.schema.safeParse(kept).success ?? true;
}

/** Two writes re-offered after a restore, of which the deletion was the later: it stands, and the edit is kept under it. */
function wasDeletedLater(record: RecordState, change: Proposal): boolean {
  const deletedAt = record.stamps[WHOLE_RECORD]?.origin;
  return record.deleted && change.origin !== undefined && deletedAt !== undefined && deletedAt > change.origin;
}

function editUnderLaterDelete(entity: AnyEntity, record: RecordState, change: Proposal): Decision {
  const data = { ...record.data };
  for (const [field, mine] of Object.entries(change.data)) {
    const policy = policyOf(entity, field);
    const base = knownBase(entity, change, field);
    if (speaksOfDifference(policy, change) && base !== undefined) {
      data[field] = merge(policy, base, mine, fieldValue(record.data, field)).kept;
    } else if (policy !== 'add' && !isReofferedLater(record, field, change)) {
      data[field] = mine;
    }
  }
  return { outcome: 'applied', data, deleted: true, touched: Object.keys(change.data), conflicts: [] };
}

function unchanged(record: RecordState, deleted: boolean): Acceptance {
  return { outcome: 'applied', data: record.data, deleted, touched: [], conflicts: [] };
}

function stampOf(record: RecordState, field: string): Stamp | undefined {
  return record.stamps[field] ?? (field === WHOLE_RECORD ? undefined : record.stamps[INSERTED]);
}

/** Written by another device after the version the person saw. Two writes re-offered after a restore are compared by origin instead. */
function isUnseen(record: RecordState, field: string, change: Proposal, device: string): boolean {
  const stamp = stampOf(record, field);
  if (!stamp || stamp.version <= change.baseVersion || stamp.device === device) return false;
  return !(change.origin !== undefined && stamp.origin !== undefined);
}

/** Both writes were re-offered after a restore, and the lost data set had put the record's after this one. */
function isReofferedLater(record: RecordState, field: string, change: Proposal): boolean {
  const origin = stampOf(record, field)?.origin;
  return change.origin !== undefined && origin !== undefined && origin > change.origin;
}

function wasTouchedByOthers(record: RecordState, change: Proposal, device: string): boolean {
  return Object.keys(record.stamps).some((field) => isUnseen(record, field, change, device));
}

function fieldValue(data: RecordData | undefined, field: string): JsonValue {
  return data && Object.hasOwn(data, field) ? (data[field] ?? null) : null;
}
