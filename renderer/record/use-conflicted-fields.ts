import { ok } from '#app/contract/errors.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';

const NONE: readonly string[] = [];

/** Fields of a record with an open conflict. */
export function useConflictedFields(table: string, id: string): readonly string[] {
  const { client } = useRendererStore();
  const hasConflict = useRendererState((state) => state.records[recordKey(table, id)]?.badge === 'conflict');
  const { value } = useSyncAnswer(
    async () => (hasConflict ? client.listConflicts({ recordId: id, isOpen: true }) : ok([])),
    [client, id, hasConflict],
  );
  if (!hasConflict || value === undefined) return NONE;
  return value.filter((conflict) => conflict.table === table).flatMap(({ fields }) => fields.map(({ field }) => field));
}
