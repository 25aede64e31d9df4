import type { ServerRecord } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';

type Shadow = Pick<ServerRecord, 'data' | 'deleted' | 'stamps' | 'by' | 'at'>;

/** The server’s state of a record, from its row: where the visible row shows the same, the shadow leaves it out. */
export function wholeShadow(row: { data: string; deleted: number; shadow: string }): Shadow {
  const stored = JSON.parse(row.shadow) as Shadow;
  if ('data' in stored) return stored;
  return { ...(stored as object as Shadow), data: JSON.parse(row.data) as RecordData, deleted: row.deleted === 1 };
}
