import type { AnyEntity } from '#app/schema/index.ts';
import { labelIn, type Text } from '#app/text/index.ts';

/** The record as a whole in a conflict: one side deleted it. */
export const WHOLE_RECORD = '*';

/** The label of a field in conflict. */
export function conflictFieldLabel(entity: AnyEntity, field: string, text: Text): string {
  if (field === WHOLE_RECORD) return text.t('sync.wholeRecord');
  return labelIn((entity.fields[field] ?? entity).label, text.language);
}
