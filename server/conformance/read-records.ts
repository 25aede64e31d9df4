import { type ServerRecord, snapshotPageSchema } from '#app/contract/protocol.ts';
import type { HttpClient } from './http-client.ts';

/** Reads single records through the snapshot range that ends with each. */
export function recordPageReader(http: HttpClient, token: () => string) {
  return async (table: string, recordId: string): Promise<ServerRecord | undefined> => {
    const query = new URLSearchParams({ table, after: justBefore(recordId), through: recordId, limit: '1' });
    const page = await http.read(snapshotPageSchema, `/v1/snapshot?${query}`, { token: token() });
    return page.records.find((record) => record.recordId === recordId);
  };
}

/** A key that sorts just before an id; sufficient for random ids. */
function justBefore(recordId: string): string {
  const last = recordId.charCodeAt(recordId.length - 1);
  return recordId.slice(0, -1) + String.fromCharCode(last - 1);
}
