import { useEffect } from 'react';
import type { CachedRecord } from '#app/contract/lists.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

/** A record as main has it; read if not loaded. */
export function useRecord(table: string, id: string): CachedRecord | undefined {
  const { records } = useRendererStore();
  const record = useRendererState((state) => state.records[recordKey(table, id)]);
  useEffect(() => records.watch(table, id), [records, table, id]);
  return record;
}

/** The title of a record; undefined until known. In a list it came with the rows. */
export function useTitle(table: string, id: string): string | undefined {
  const { records } = useRendererStore();
  useEffect(() => records.watchTitle(table, id), [records, table, id]);
  return useRendererState((state) => {
    const key = recordKey(table, id);
    const title = state.records[key]?.data[ferrySchema.entity(table)?.title ?? ''];
    return typeof title === 'string' ? title : state.titles[key];
  });
}
