import type { ServerRecord } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';

/** Exactly what the server said of a record, as stored in `cached_*.shadow`; table, id and version stand in columns. */
export type Shadow = Pick<ServerRecord, 'data' | 'deleted' | 'stamps' | 'by' | 'at'>;

export interface CachedRow {
  id: string;
  /** What the person sees. */
  data: RecordData;
  deleted: boolean;
  shadow: Shadow | null;
  version: number;
  generation: number;
}

interface StoredRow {
  id: string;
  data: string;
  shadow: string | null;
  version: number;
  deleted: number;
  generation: number;
}

export function fromStored(row: StoredRow): CachedRow {
  return {
    id: row.id,
    data: JSON.parse(row.data) as RecordData,
    deleted: row.deleted === 1,
    shadow: row.shadow === null ? null : (JSON.parse(row.shadow) as Shadow),
    version: row.version,
    generation: row.generation,
  };
}

export type { StoredRow as StoredCacheRow };
