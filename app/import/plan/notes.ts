import type { AnyEntity, RecordData } from '#app/schema/index.ts';

/** Adds the line's extra text to its notes, or to the stored notes. Text already there is not added twice. */
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
