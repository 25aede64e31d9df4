import type { AnyEntity, RecordData } from '#app/schema/index.ts';

/**
 * Data with what a line says beside its fields added to the notes, under those of the line or else of the record that is there.
 * What stands in them already is not added again.
 */
export function withExtra(
  entity: AnyEntity,
  data: RecordData,
  extra: readonly string[],
  before?: RecordData,
): RecordData {
  const field = entity.fields.notes;
  if (field === undefined || extra.length === 0) return data;
  const known = data.notes ?? before?.notes;
  const notes = typeof known === 'string' ? known : '';
  const added = extra.filter((text) => !notes.includes(text));
  if (added.length === 0) return data;
  const all = [notes, ...added].filter((text) => text !== '').join('\n');
  return field.fastCheck(all) ? { ...data, notes: all } : data;
}
