import { ok, type Result } from '#app/contract/errors.ts';
import type { QueuedChange, Receipt } from '#app/contract/records.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import { recordKey } from '../store/state.ts';
import { useDesk, useDeskState } from './desk-context.ts';
import { type Answer, useSyncAnswer } from './use-answer.ts';

const PAGE_SIZE = 500;
const MOST_RECEIPTS = 20;
const WAITING: readonly QueuedChange['state'][] = ['pending', 'sent', 'parked'];

export interface LocalTrail {
  /** What was saved here and is not on the server, newest first. */
  waiting: QueuedChange[];
  /** What this desk uploaded, newest first; of the server's trail the part that is known without asking it. */
  uploaded: Receipt[];
}

/** What this desk itself knows of the history of a record. */
export function useLocalTrail(table: string, id: string): Answer<LocalTrail> {
  const { client } = useDesk();
  const badge = useDeskState((state) => state.records[recordKey(table, id)]?.badge);
  return useSyncAnswer(async () => {
    const waiting = badge === 'synced' ? ok([]) : await waitingOf(client, table, id);
    if (!waiting.ok) return waiting;
    const uploaded = await client.listReceipts({ table, recordId: id, isNewestFirst: true, limit: MOST_RECEIPTS });
    return uploaded.ok ? ok({ waiting: waiting.value, uploaded: uploaded.value }) : uploaded;
  }, [client, table, id, badge]);
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
