import type { Receipt } from '#app/contract/history.ts';

/** A proof of uploads as a JSON document: each change with what was sent and the server's answer. */
export function receiptsDocument(receipts: readonly Receipt[]): string {
  const uploads = receipts.map(({ savedAt, acknowledgedAt, ...receipt }) => ({
    ...receipt,
    savedAt: new Date(savedAt).toISOString(),
    acknowledgedAt: new Date(acknowledgedAt).toISOString(),
  }));
  return JSON.stringify({ document: 'Ferry upload receipts', uploads }, null, 2);
}
