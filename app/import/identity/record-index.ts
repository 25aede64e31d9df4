import type { AnyEntity, RecordData } from '#app/schema/index.ts';
import { compare, coreKey, type Identity, identityOf, plainValue } from './identity.ts';

export interface KnownRecord {
  id: string;
  data: RecordData;
  /** The version read; absent for a planned record. */
  version?: number;
}

export type Found =
  | { kind: 'none' }
  | { kind: 'same'; record: KnownRecord }
  /** Several records match, or one matches with too little evidence. */
  | { kind: 'unclear'; records: readonly KnownRecord[] };

/** Finds the records of a table by their identifying fields. */
export interface RecordIndex {
  identity: Identity;
  size(): number;
  add(record: KnownRecord): void;
  get(id: string): KnownRecord | undefined;
  find(data: RecordData): Found;
  /** Records with this title: exact matches if any, else ignoring case and spaces. */
  titled(title: string): readonly KnownRecord[];
}

export const plainTitle = (title: string): string => title.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

export function createRecordIndex(entity: AnyEntity, rules?: readonly (readonly string[])[]): RecordIndex {
  const identity = identityOf(entity, rules);
  const byId = new Map<string, KnownRecord>();
  const byKey = new Map<string, KnownRecord[]>();
  const byTitle = new Map<string, KnownRecord[]>();

  const put = (map: Map<string, KnownRecord[]>, key: string, record: KnownRecord) => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [record]);
    else known.push(record);
  };
  const keysOf = (data: RecordData): string[] => {
    const strong = identity.strong.flatMap((field) => {
      const value = plainValue(identity, field, data);
      return value === '' ? [] : [`${field}:${value}`];
    });
    const core = coreKey(identity, data);
    return core === null ? strong : [...strong, core];
  };

  return {
    identity,
    size: () => byId.size,
    add(record) {
      byId.set(record.id, record);
      for (const key of keysOf(record.data)) put(byKey, key, record);
      put(byTitle, plainTitle(String(record.data[entity.title] ?? '')), record);
    },
    get: (id) => byId.get(id),
    find(data) {
      const candidates = [...new Set(keysOf(data).flatMap((key) => byKey.get(key) ?? []))];
      const verdicts = candidates.map((record) => ({ record, verdict: compare(identity, data, record.data) }));
      const same = verdicts.filter(({ verdict }) => verdict === 'same').map(({ record }) => record);
      const unclear = verdicts.filter(({ verdict }) => verdict === 'unclear').map(({ record }) => record);
      const [first, ...others] = same;
      if (first !== undefined && others.length === 0) return { kind: 'same', record: first };
      const records = same.length > 0 ? same : unclear;
      return records.length === 0 ? { kind: 'none' } : { kind: 'unclear', records };
    },
    titled(title) {
      const found = byTitle.get(plainTitle(title)) ?? [];
      const exact = found.filter(({ data }) => String(data[entity.title] ?? '').trim() === title.trim());
      return found.length > 1 && exact.length === 1 ? exact : found;
    },
  };
}
