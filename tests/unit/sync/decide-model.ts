import { isDeepStrictEqual } from 'node:util';

/** Written from the words of the design, not from the code: a record as fields that each know who wrote them. */
export interface ModelField {
  value: unknown;
  version: number;
  device: string;
  origin?: number | undefined;
}

export interface ModelRecord {
  fields: Record<string, ModelField>;
  /** Its deletion or return; without one it was only ever made. */
  life?: Omit<ModelField, 'value'> & { isDeleted: boolean };
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
    if (isDeleted) return nothing;
    const parts = [...Object.values(record.fields), ...(record.life ? [record.life] : [])];
    const isEdited = parts.some((part) => isForeign(part, change) || isLater(part, change));
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
    if (isDeepStrictEqual(kept.value, theirs)) continue;
    verdict.values[name] = kept.value;
    verdict.written.push(name);
  }
  if (isDeleted && record.life) {
    verdict.written.push('*');
    if (isForeign(record.life, change)) verdict.conflicts.push('*');
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
  if (!field || !isForeign(field, change)) return { value: mine, isConflict: false };
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
  const kept = { ...values };
  for (const [name, mine] of Object.entries(change.values)) {
    const policy = policies[name];
    const field = record.fields[name];
    if (policy === 'add' || policy === 'union') kept[name] = difference(policy, change.base[name], mine, field?.value);
    else if (!field || !isLater(field, change)) kept[name] = mine;
  }
  return { values: kept, isDeleted: true, conflicts: [], written: Object.keys(change.values) };
}

/** Written by somebody else after what the person saw; two re-offered writes are told apart by origin instead. */
function isForeign(field: Omit<ModelField, 'value'>, change: ModelChange): boolean {
  const areBothReoffered = field.origin !== undefined && change.origin !== undefined;
  return field.version > change.seenVersion && field.device !== change.device && !areBothReoffered;
}

function isLater(field: Omit<ModelField, 'value'>, change: ModelChange): boolean {
  return field.origin !== undefined && change.origin !== undefined && field.origin > change.origin;
}

/** The record once the verdict was given `version`. */
export function afterVerdict(
  record: ModelRecord,
  change: ModelChange,
  verdict: ModelVerdict,
  version: number,
): ModelRecord {
  if (verdict.written.length === 0) return record;
  const stamp = { version, device: change.device, origin: change.origin };
  const fields = { ...record.fields };
  for (const name of verdict.written) if (name !== '*') fields[name] = { value: verdict.values[name], ...stamp };
  const life = verdict.written.includes('*') ? { ...stamp, isDeleted: verdict.isDeleted } : record.life;
  return life ? { fields, life } : { fields };
}
