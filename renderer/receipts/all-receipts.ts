import { ok, type Result } from '#app/contract/errors.ts';
import type { Receipt, ReceiptFilter } from '#app/contract/history.ts';
import type { FerryClient } from '../store/ferry-client.ts';

const PAGE_SIZE = 1000;

/** Every receipt of a period or record, oldest first, page by page. */
export async function allReceipts(
  client: Pick<FerryClient, 'listReceipts'>,
  filter: Pick<Partial<ReceiptFilter>, 'from' | 'until' | 'table' | 'recordId'>,
): Promise<Result<Receipt[]>> {
  const receipts: Receipt[] = [];
  for (;;) {
    const answer = await client.listReceipts({ ...filter, after: placeOf(receipts.at(-1)), limit: PAGE_SIZE });
    if (!answer.ok) return answer;
    receipts.push(...answer.value);
    if (answer.value.length < PAGE_SIZE) return ok(receipts);
  }
}

/** Start of the page after this receipt. */
export function placeOf(receipt: Receipt | undefined): ReceiptFilter['after'] {
  return receipt && { acknowledgedAt: receipt.acknowledgedAt, changeId: receipt.changeId };
}
