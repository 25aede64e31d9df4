import { isDeepStrictEqual } from 'node:util';

/** Written from the words of the design, not from the code: a record as fields that each know who wrote them. */
export interface ModelWrite {
  version: number;
  device: string;
  origin?: number | undefined;
  /** The version its writer had before their eyes. */
  seenVersion: number;
}

/** A field with all that was ever written to it, oldest first. */
export interface ModelField {
  value: unknown;
  writes: ModelWrite[];
}

export interface ModelRecord {
  fields: Record<string, ModelField>;
  /** Its deletions and returns; without one it was only ever made. */
  life?: { isDeleted: boolean; writes: ModelWrite[] };
}

export interface ModelChange {
  kind: 'update' | 'delete';
  values: Record<string, unknown>;
  base: Record<string, unknown>;
  seenVersion: number;
  device: string;
  origin?: number | undefined;
}

export type ModelPolicy = 'mine' | 'server' | 'ask' | 'add' | 'union';

export interface ModelVerdict {
  values: Record<string, unknown>;
  isDeleted: boolean;
  /** Names of the fields in conflict, `*` for the record. */
  conflicts: string[];
  written: string[];
}

/** What becomes of the record. */
export function modelVerdict(
  policies: Record<string, ModelPolicy>,
  record: ModelRecord,
  change: ModelChange,
): ModelVerdict {
  const values = Object.fromEntries(Object.entries(record.fields).map(([name, field]) => [name, field.value]));
  const isDeleted = record.life?.isDeleted ?? false;
  const nothing: ModelVerdict = { values, isDeleted, conflicts: [], written: [] };
  if (change.kind === 'delete') {
    if (isDeleted) return record.life && isEarlier(record.life, change) ? { ...nothing, written: ['*'] } : nothing;
    const parts = [...Object.values(record.fields), ...(record.life ? [record.life] : [])];
    const isEdited = parts.some((part) => hidesUnseenWork(part, change) || isLater(part, change));
    return isEdited ? { ...nothing, conflicts: ['*'] } : { ...nothing, isDeleted: true, written: ['*'] };
  }
  if (isDeleted && record.life && isLater(record.life, change))
    return underLaterDeletion(policies, record, change, values);
  const verdict: ModelVerdict = { values: { ...values }, isDeleted: false, conflicts: [], written: [] };
  for (const [name, mine] of Object.entries(change.values)) {
    const field = record.fields[name];
    const theirs = field?.value;
    const kept = keptValue(policies[name] ?? 'mine', field, change, name, mine);
    if (kept.isConflict) verdict.conflicts.push(name);
    if (isDeepStrictEqual(kept.value, theirs)) {
      if (isDeepStrictEqual(mine, theirs) && field && isLaterThan(field, change)) verdict.written.push(name);
      continue;
    }
    verdict.values[name] = kept.value;
    verdict.written.push(name);
  }
  if (isDeleted && record.life) {
    verdict.written.push('*');
    if (isForeign(lastOf(record.life), change)) verdict.conflicts.push('*');
  }
  return verdict;
}

function keptValue(
  policy: ModelPolicy,
  field: ModelField | undefined,
  change: ModelChange,
  name: string,
  mine: unknown,
): { value: unknown; isConflict: boolean } {
  const theirs = field?.value;
  if (policy === 'add' || policy === 'union') {
    return { value: difference(policy, change.base[name], mine, theirs), isConflict: false };
  }
  if (field && isLater(field, change)) return { value: theirs, isConflict: false };
  const startedFromIt = field && !isForeign(lastOf(field), change) && isDeepStrictEqual(change.base[name], theirs);
  if (!field || startedFromIt || !hidesUnseenWork(field, change)) return { value: mine, isConflict: false };
  if (isDeepStrictEqual(mine, theirs)) return { value: theirs, isConflict: false };
  return { value: policy === 'mine' ? mine : theirs, isConflict: true };
}

function difference(policy: 'add' | 'union', base: unknown, mine: unknown, theirs: unknown): unknown {
  if (policy === 'add') return Number(theirs ?? 0) + Number(mine) - Number(base ?? 0);
  const [before, here, there] = [base, mine, theirs].map((value) => new Set((value as string[] | undefined) ?? []));
  if (!before || !here || !there) return [];
  return [...here.union(there)].filter((tag) => !before.has(tag) || (here.has(tag) && there.has(tag))).sort();
}

function underLaterDeletion(
  policies: Record<string, ModelPolicy>,
  record: ModelRecord,
  change: ModelChange,
  values: Record<string, unknown>,
): ModelVerdict {
  const written: Record<string, unknown> = {};
  for (const [name, mine] of Object.entries(change.values)) {
    const policy = policies[name];
    const field = record.fields[name];
    if (policy === 'add' || policy === 'union')
      written[name] = difference(policy, change.base[name], mine, field?.value);
    else if (!field || !isLater(field, change)) written[name] = mine;
  }
  return { values: { ...values, ...written }, isDeleted: true, conflicts: [], written: Object.keys(written) };
}

type Written = Pick<ModelField, 'writes'>;

function lastOf({ writes }: Written): ModelWrite {
  const last = writes.at(-1);
  if (!last) throw new Error('A field is written at least once.');
  return last;
}

/**
 * The newest write by somebody else is newer than what the person saw, and nobody on this device has written since who had
 * seen it. Two re-offered writes are distinguished by origin instead.
 */
function hidesUnseenWork({ writes }: Written, change: ModelChange): boolean {
  const last = lastOf({ writes });
  if (last.origin !== undefined && change.origin !== undefined) return false;
  return isUnseenWork({ writes }, change);
}

function isUnseenWork({ writes }: Written, change: ModelChange): boolean {
  const foreign = writes.findLast(({ device }) => device !== change.device);
  if (!foreign || foreign.version <= change.seenVersion) return false;
  return writes.slice(writes.indexOf(foreign) + 1).every(({ seenVersion }) => seenVersion < foreign.version);
}

/** Written last by somebody else, after what the person saw. */
function isForeign(last: ModelWrite, change: ModelChange): boolean {
  return last.device !== change.device && hidesUnseenWork({ writes: [last] }, change);
}

function isLater(part: Written, change: ModelChange): boolean {
  const { origin } = lastOf(part);
  return origin !== undefined && change.origin !== undefined && origin > change.origin;
}

function isEarlier(part: Written, change: ModelChange): boolean {
  const { origin } = lastOf(part);
  return origin !== undefined && change.origin !== undefined && origin < change.origin;
}

/** The same value decided once more: the lost data set had put it after what is there. */
function isLaterThan(part: Written, change: ModelChange): boolean {
  return change.origin !== undefined && !hidesUnseenWork(part, change) && (lastOf(part).origin ?? 0) < change.origin;
}

/** The record once the verdict was given `version`. */
export function afterVerdict(
  record: ModelRecord,
  change: ModelChange,
  verdict: ModelVerdict,
  version: number,
): ModelRecord {
  if (verdict.written.length === 0) return record;
  const write: ModelWrite = { version, device: change.device, origin: change.origin, seenVersion: change.seenVersion };
  // Put over one that was not offered again, it is compared by what was seen: others cannot have seen that one either.
  const after = (part: Written | undefined): ModelWrite[] => {
    const isOverNew = part && lastOf(part).origin === undefined && isUnseenWork(part, change);
    return [
      ...(part?.writes ?? []),
      isOverNew ? { ...write, origin: undefined } : { ...write, origin: rankOver(part) },
    ];
  };
  // Joined into a later one, it does not make that any earlier.
  const rankOver = (part: Written | undefined): number | undefined =>
    change.origin === undefined ? undefined : Math.max(change.origin, (part && lastOf(part).origin) ?? 0);
  const fields = { ...record.fields };
  for (const name of verdict.written) {
    if (name !== '*') fields[name] = { value: verdict.values[name], writes: after(fields[name]) };
  }
  const life = verdict.written.includes('*')
    ? { writes: after(record.life), isDeleted: verdict.isDeleted }
    : record.life;
  return life ? { fields, life } : { fields };
}
