import { useCallback } from 'react';
import type { CachedRecord } from '#app/contract/lists.ts';
import { recordKey } from '#app/contract/record-key.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { useRendererStore } from '../store/store-context.ts';

/** Records to read are requested in parallel, this many at a time. */
const READ_AT_ONCE = 100;

/** Reads current records; those on screen need no request. */
export function useCurrentRecords({ table }: AnyEntity): (ids: readonly string[]) => Promise<CachedRecord[]> {
  const { client, store } = useRendererStore();
  return useCallback(
    async (ids) => {
      const currentOf = async (id: string): Promise<CachedRecord[]> => {
        const known = store.getState().records[recordKey(table, id)];
        if (known !== undefined) return [known];
        const answer = await client.getCachedEntity(table, id);
        return answer.ok && answer.value !== null ? [answer.value] : [];
      };
      const found: CachedRecord[] = [];
      for (let start = 0; start < ids.length; start += READ_AT_ONCE) {
        found.push(...(await Promise.all(ids.slice(start, start + READ_AT_ONCE).map(currentOf))).flat());
      }
      return found;
    },
    [client, store, table],
  );
}
