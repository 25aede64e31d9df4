import type { AnyEntity } from '#app/schema/index.ts';
import type { Sheet } from '../sheet.ts';

/** The record's own id, as our exports carry it. */
export const ID_TARGET = '#id';
/** Added to the notes, with the header before it. */
export const NOTES_TARGET = '#notes';

/**
 * What a column fills: a field by its name, a field of the parent by its path (`engagementId.clientId`), the id of a parent
 * (`clientId#id`), one of the two above, or nothing.
 */
export type Target = string | null;

export interface Mapping {
  /** One for each column. Several columns may fill one field: names and addresses are joined, the first filled counts else. */
  columns: readonly Target[];
  /** Field → what every line says that has no value of its own, as it would stand in a cell. */
  fixed: Readonly<Record<string, string>>;
  /** Whether what is in columns that fill nothing goes to the notes. */
  keepsSurplus: boolean;
}

/** A target that holds the id of a parent. */
export const parentIdTarget = (field: string): string => `${field}#id`;

/** The required fields that no column and no fixed value fills: without them not a line could come in. */
export function missingFields(entity: AnyEntity, mapping: Mapping): string[] {
  return Object.entries(entity.fields).flatMap(([name, field]) => {
    const mayStayInitial = !field.required || field.fastCheck(field.initial);
    const isFilled =
      mapping.columns.some((target) => target === name || target === parentIdTarget(name)) ||
      (mapping.fixed[name] ?? '').trim() !== '';
    return mayStayInitial || isFilled ? [] : [name];
  });
}

/** Whether a sheet is an export of Ferry, recognised by the id columns that no other file has, and in which format. */
export function ownForm({ form }: Sheet, columns: readonly Target[]): 'csv' | 'xlsx' | null {
  if (!columns.includes(ID_TARGET) || form.kind === 'vcard') return null;
  return form.kind;
}
