import { type AnyEntity, ferrySchema, referencesOf } from '#app/schema/index.ts';
import type { Sheet } from '../sheet.ts';

/** The form of Ferry's ids. */
export const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** The record's own id, as written by Ferry's export. */
export const ID_TARGET = '#id';
/** Added to the notes, prefixed with the header. */
export const NOTES_TARGET = '#notes';
/** An address in one cell, to be split into its fields. */
export const ADDRESS_TARGET = '#address';

/**
 * What a column fills: a field (`name`), a field of the parent (`engagementId.clientId`), the parent's id
 * (`clientId#id`), `#id`, `#notes`, `#address`, or nothing.
 */
export type Target = string | null;

export interface Mapping {
  /**
   * One per column. If several columns fill one field, names and addresses are joined; otherwise the first non-empty
   * one wins.
   */
  columns: readonly Target[];
  /** Field → default, in cell format, for lines without a value of their own. */
  fixed: Readonly<Record<string, string>>;
  /** Whether columns without a target go to the notes. */
  keepsSurplus: boolean;
}

/** The target for a parent's id. */
export const parentIdTarget = (field: string): string => `${field}#id`;

/** Required fields without a column or fixed value; no line can be imported without them. */
export function missingFields(entity: AnyEntity, mapping: Mapping): string[] {
  return Object.entries(entity.fields).flatMap(([name, field]) => {
    const mayStayInitial = !field.required || field.fastCheck(field.initial);
    const isFilled =
      mapping.columns.some((target) => target === name || target === parentIdTarget(name)) ||
      (mapping.fixed[name] ?? '').trim() !== '';
    return mayStayInitial || isFilled ? [] : [name];
  });
}

/**
 * Paths to the parent of a parent that no column names (`engagementId.clientId`). A task's engagement is then found by its
 * title alone, and cannot be created.
 */
export function missingPaths(entity: AnyEntity, { columns }: Mapping): string[] {
  return referencesOf(entity).flatMap(({ field, table }) => {
    if (columns.includes(parentIdTarget(field))) return [];
    const parent = ferrySchema.entity(table);
    const paths = parent === undefined ? [] : referencesOf(parent).map((above) => `${field}.${above.field}`);
    return paths.filter((path) => !columns.includes(path));
  });
}

/** The export format if the sheet is a Ferry export (recognised by its id columns), else null. */
export function ownForm({ form }: Sheet, columns: readonly Target[]): 'csv' | 'xlsx' | null {
  if (!columns.includes(ID_TARGET) || form.kind === 'vcard') return null;
  return form.kind;
}
