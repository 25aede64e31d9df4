import type { ServerRecord } from '#app/contract/protocol.ts';
import { type RecordData, sameJson } from '#app/schema/index.ts';

/** The server's unmodified state of a record; table, id and version are columns. */
export type Shadow = Pick<ServerRecord, 'data' | 'deleted' | 'stamps' | 'by' | 'at'>;

export interface CachedRow {
  id: string;
  /** SQLite's row id. */
  place: number;
  /** The visible row. */
  data: RecordData;
  deleted: boolean;
  shadow: Shadow | null;
  /** The shadow in its stored form. */
  storedShadow: string | null;
  version: number;
  generation: number;
}

interface StoredRow {
  id: string;
  place: number;
  data: string;
  shadow: string | null;
  version: number;
  deleted: number;
  generation: number;
}

/** `cached_*.shadow` omits data and deletion if the visible row has the same, as it nearly always does. */
type StoredShadow = Omit<Shadow, 'data' | 'deleted'> & Partial<Pick<Shadow, 'data' | 'deleted'>>;

export function fromStored(row: StoredRow): CachedRow {
  const data = JSON.parse(row.data) as RecordData;
  const deleted = row.deleted === 1;
  const stored = row.shadow === null ? null : (JSON.parse(row.shadow) as StoredShadow);
  return {
    id: row.id,
    place: row.place,
    data,
    deleted,
    shadow: stored && { ...stored, data: stored.data ?? data, deleted: stored.deleted ?? deleted },
    storedShadow: row.shadow,
    version: row.version,
    generation: row.generation,
  };
}

/** The shadow in its stored form, beside this visible row. */
export function toStored(shadow: Shadow | null, visible: { data: RecordData; deleted: boolean }): string | null {
  if (!shadow) return null;
  const { data, deleted, stamps, by, at } = shadow;
  const isShown = deleted === visible.deleted && sameJson(data, visible.data);
  return JSON.stringify(isShown ? { stamps, by, at } : { data, deleted, stamps, by, at });
}

export type { StoredRow as StoredCacheRow };
