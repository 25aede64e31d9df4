import { recordKey } from '#app/contract/record-key.ts';
import { type AnyEntity, ferrySchema, type RecordData, referencesOf } from '#app/schema/index.ts';
import { useRendererState } from '../store/store-context.ts';

/** The path of a record, from the top: `Client › Engagement`; empty without a parent. The titles came with the list. */
export function useOwnerPath(entity: AnyEntity, data: RecordData | undefined): string {
  const [reference] = referencesOf(entity);
  const id = reference === undefined ? undefined : data?.[reference.field];
  const key = reference === undefined || typeof id !== 'string' || id === '' ? null : recordKey(reference.table, id);
  const titleField = ferrySchema.entity(reference?.table ?? '')?.title ?? '';
  const parent = useRendererState((state) => {
    if (key === null) return undefined;
    const title = state.records[key]?.data[titleField];
    return typeof title === 'string' ? title : state.titles[key];
  });
  const grandparent = useRendererState((state) => (key === null ? undefined : state.parentTitles[key]));
  return [grandparent, parent].filter((title) => title !== undefined && title !== '').join(' › ');
}
