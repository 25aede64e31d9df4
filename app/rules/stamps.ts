import { type Change, INSERTED, type Stamp, WHOLE_RECORD } from '#app/contract/protocol.ts';
import type { Proposal, RecordState } from './record-state.ts';

/** The stamps of a record after an accepted change got `version`. */
export function stampsAfter(
  record: RecordState | undefined,
  touched: readonly string[],
  change: Pick<Change, 'origin' | 'baseVersion'>,
  version: number,
  device: string,
): Record<string, Stamp> {
  const stampOver = (before: Stamp | undefined): Stamp =>
    change.origin === undefined ? { version, device } : { version, device, origin: laterOrigin(change.origin, before) };
  if (!record) return { [INSERTED]: stampOver(undefined) };
  const stamps = { ...record.stamps };
  for (const field of touched) {
    const before = stampOf(record, field);
    const over = unseenVersion(before, change, device);
    // Over a value that was not offered again, it is compared with others by version: those may not have seen that value.
    if (over === undefined) stamps[field] = stampOver(before);
    else stamps[field] = before?.origin === undefined ? { version, device, over } : { ...stampOver(before), over };
  }
  return stamps;
}

/** What an earlier write is joined into keeps its rank: a deletion that came between must not take it for older. */
function laterOrigin(origin: number, before: Stamp | undefined): number {
  return Math.max(origin, before?.origin ?? 0);
}

export function stampOf(record: RecordState, field: string): Stamp | undefined {
  return record.stamps[field] ?? (field === WHOLE_RECORD ? undefined : record.stamps[INSERTED]);
}

/** Written by another device after the version the person saw. Two writes re-offered after a restore are compared by origin instead. */
export function isUnseen(record: RecordState, field: string, change: Proposal, device: string): boolean {
  const stamp = stampOf(record, field);
  if (!stamp || stamp.version <= change.baseVersion || stamp.device === device) return false;
  return !(change.origin !== undefined && stamp.origin !== undefined);
}

/** Last written by this device, but over or merged into another device's write that the person had not seen. */
export function coversUnseen(record: RecordState, field: string, change: Proposal, device: string): boolean {
  const stamp = stampOf(record, field);
  if (stamp?.device !== device || stamp.over === undefined || stamp.over <= change.baseVersion) return false;
  return !(change.origin !== undefined && stamp.origin !== undefined);
}

/** Written by this device after the version the person saw. */
export function isOwnNewer(record: RecordState, field: string, change: Proposal, device: string): boolean {
  const stamp = stampOf(record, field);
  if (stamp?.device !== device || stamp.version <= change.baseVersion) return false;
  return !(change.origin !== undefined && stamp.origin !== undefined);
}

/**
 * Unsent at a restore that forgot the version it was based on. What the person saw may have replaced the present value, and
 * the conflict about that may be forgotten too.
 */
export function isBasedOnForgotten(change: Proposal): boolean {
  return change.capped === true && change.origin === undefined;
}

/** The newest version by another device that the writer had not seen, if the field has one. */
export function unseenVersion(
  stamp: Stamp | undefined,
  change: Pick<Change, 'baseVersion'>,
  device: string,
): number | undefined {
  const newest = stamp?.device === device ? stamp.over : stamp?.version;
  return newest !== undefined && newest > change.baseVersion ? newest : undefined;
}

/** Both writes were re-offered after a restore, and in the lost data set the record's was later. */
export function isReofferedLater(record: RecordState, field: string, change: Proposal): boolean {
  const origin = stampOf(record, field)?.origin;
  return change.origin !== undefined && origin !== undefined && origin > change.origin;
}

/** A write re-offered after a restore, over one that the lost data set had put before it and its writer had seen. */
export function raisesRank(record: RecordState, field: string, change: Proposal, device: string): boolean {
  if (change.origin === undefined || isUnseen(record, field, change, device)) return false;
  if (coversUnseen(record, field, change, device)) return false;
  return (stampOf(record, field)?.origin ?? 0) < change.origin;
}

export function wasTouchedByOthers(record: RecordState, change: Proposal, device: string): boolean {
  return Object.keys(record.stamps).some(
    (field) => isUnseen(record, field, change, device) || coversUnseen(record, field, change, device),
  );
}
