import { ok, type Result } from '#app/contract/errors.ts';
import type { Receipt } from '#app/contract/history.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { recordKey } from '#app/contract/record-key.ts';
import type { FerryClient } from '../store/ferry-client.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { type Answer, useSyncAnswer } from '../store/use-async.ts';

const PAGE_SIZE = 500;
export const RECEIPTS_AT_ONCE = 20;
const WAITING: readonly QueuedChange['state'][] = ['pending', 'sent', 'parked'];

export interface LocalTrail {
  /** Saved here and not on the server yet, newest first. */
  waiting: QueuedChange[];
  /** Uploads of this desk, newest first: the part of the server's history known without asking. */
  uploaded: Receipt[];
}

/** The history of a record known to this desk; of its uploads the newest `most`. */
export function useLocalTrail(table: string, id: string, most: number): Answer<LocalTrail> {
  const { client } = useRendererStore();
  const badge = useRendererState((state) => state.records[recordKey(table, id)]?.badge);
  return useSyncAnswer(async () => {
    const waiting = badge === 'synced' ? ok([]) : await waitingOf(client, table, id);
    if (!waiting.ok) return waiting;
    const uploaded = await client.listReceipts({ table, recordId: id, isNewestFirst: true, limit: most });
    return uploaded.ok ? ok({ waiting: waiting.value, uploaded: uploaded.value }) : uploaded;
  }, [client, table, id, badge, most]);
}

async function waitingOf(client: FerryClient, table: string, id: string): Promise<Result<QueuedChange[]>> {
  const found: QueuedChange[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: Result<QueuedChange[]> = await client.getPendingChanges({ limit: PAGE_SIZE, after });
    if (!page.ok) return page;
    found.push(...page.value.filter((change) => change.table === table && change.recordId === id));
    after = page.value.length < PAGE_SIZE ? undefined : page.value.at(-1)?.id;
  }
  return ok(found.filter(({ state }) => WAITING.includes(state)).reverse());
}
