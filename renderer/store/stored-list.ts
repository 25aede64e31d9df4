import * as z from 'zod';
import { type Filter, filterSchema, listQuerySchema } from '#app/contract/lists.ts';
import { type AnyEntity, chosenFrom, ferrySchema, fieldAt, hasFewChoices } from '#app/schema/index.ts';
import { openFilter } from './due.ts';

/** How a list is displayed. */
export interface ListPreferences {
  sort: z.infer<typeof listQuerySchema>['sort'];
  filters: Filter[];
  groupBy: string | null;
  /** Null: the columns of the settings. */
  columns: string[] | null;
}

export const PLAIN_LIST: ListPreferences = { sort: null, filters: [], groupBy: null, columns: null };

const plainLists = new WeakMap<AnyEntity, ListPreferences>();

/** The default display of a list; a stable object. */
export function plainList(entity: AnyEntity): ListPreferences {
  const known = plainLists.get(entity);
  if (known !== undefined) return known;
  const list = { ...PLAIN_LIST, filters: entity.startsOpen === true ? openFilter(entity) : [] };
  plainLists.set(entity, list);
  return list;
}

/** Reads stored preferences, possibly of another version: drops what no longer exists. */
export function readList(entity: AnyEntity, kept: unknown): ListPreferences {
  const found = storedSchema.catch({}).parse(kept);
  const isSortable = found.sort != null && entity.fields[found.sort.field]?.sortable;
  const isGroupable = found.groupBy != null && groupableFields(entity).includes(found.groupBy);
  return {
    sort: isSortable ? (found.sort ?? null) : null,
    filters: (found.filters ?? []).filter((filter) => isPossible(entity, filter)),
    groupBy: isGroupable ? (found.groupBy ?? null) : null,
    columns: found.columns ?? null,
  };
}

const storedSchema = z.object({
  sort: listQuerySchema.shape.sort.catch(null).optional(),
  filters: z
    .array(z.unknown())
    .catch([])
    .transform((filters) => filters.flatMap((filter) => filterSchema.safeParse(filter).data ?? []))
    .optional(),
  groupBy: z.string().nullable().catch(null).optional(),
  columns: z.array(z.string()).nullable().catch(null).optional(),
});

/** Whether the field still exists and can be filtered, and the option still exists. */
function isPossible(entity: AnyEntity, { field: name, test, values }: Filter): boolean {
  const field = fieldAt(ferrySchema, entity, name);
  if (!field?.filterable) return false;
  if (chosenFrom[field.kind] !== 'options' || test !== 'in') return true;
  return values.some((value) => field.options?.some((option) => option.value === value));
}

/** Fields by which a list of the entity can be grouped. */
export function groupableFields(entity: AnyEntity): string[] {
  return Object.entries(entity.fields).flatMap(([name, { kind, filterable }]) =>
    filterable && hasFewChoices(kind) ? [name] : [],
  );
}
