import { type AnyEntity, ferrySchema, type RecordData, referencesOf } from '#app/schema/index.ts';
import { plainValue } from '../identity/identity.ts';
import type { KnownRecord, RecordIndex } from '../identity/record-index.ts';
import type { CellMark, ParentName } from './line.ts';

/** The records of a table that lines may refer to: stored ones, and ones planned by earlier lines. */
export interface Table {
  entity: AnyEntity;
  stored: RecordIndex;
  planned: RecordIndex;
}

export interface ParentDeps {
  tables: ReadonlyMap<string, Table>;
  createsParents: boolean;
  /** Plans a parent without a line of its own; returns its id. */
  create(entity: AnyEntity, data: RecordData): string;
}

type Resolved = { id: string } | NotResolved;
type NotResolved = 'unknownParent' | 'ambiguousParent' | 'parentNeedsAbove';

/** Writes the ids of the parents a line names into its data; returns the parents not found. */
export function resolveParents(
  entity: AnyEntity,
  parents: Readonly<Record<string, ParentName>>,
  data: RecordData,
  deps: ParentDeps,
): CellMark[] {
  return referencesOf(entity).flatMap(({ field, table }): CellMark[] => {
    const name = parents[field];
    if (name === undefined) return [];
    const found = resolve(table, name, deps);
    if (typeof found === 'object') {
      data[field] = found.id;
      return [];
    }
    const value = name.title || (name.id ?? '');
    return [{ field, value, reason: { code: found }, became: 'refused' }];
  });
}

function resolve(table: string, name: ParentName, deps: ParentDeps): Resolved {
  const known = deps.tables.get(table);
  if (known === undefined) return 'unknownParent';
  const byId = name.id === null ? undefined : (known.stored.get(name.id) ?? known.planned.get(name.id));
  if (byId !== undefined) return { id: byId.id };
  if (name.title === '') return 'unknownParent';
  const above = aboveOf(known, name, deps);
  if (typeof above === 'string') return above;
  const distinguishing = Object.entries(name.distinguishing ?? {});
  const titledSo = titled(known, name.title).filter(({ data }) => above === null || data[above.field] === above.id);
  const alike = titledSo.filter(({ data }) =>
    distinguishing.every(([field, value]) => isAlike(known, field, data, value)),
  );
  const full = alike.filter(({ data }) =>
    distinguishing.every(([field]) => plainValue(known.stored.identity, field, data) !== ''),
  );
  const named = full.length === 1 ? full : alike;
  const [first, ...others] = named;
  if (first !== undefined) return others.length === 0 ? { id: first.id } : 'ambiguousParent';
  const needsAbove = referencesOf(known.entity).length > 0;
  if (!deps.createsParents) return 'unknownParent';
  if (needsAbove && above === null) return 'parentNeedsAbove';
  const data: RecordData = {
    [known.entity.title]: name.title,
    ...(above === null ? {} : { [above.field]: above.id }),
    ...name.distinguishing,
  };
  return { id: deps.create(known.entity, data) };
}

/** An empty field does not count as a difference. */
function isAlike({ stored }: Table, field: string, data: RecordData, value: string): boolean {
  const own = plainValue(stored.identity, field, data);
  return own === '' || own === plainValue(stored.identity, field, { [field]: value });
}

/** The grandparent's id; null if the line names none. */
function aboveOf(known: Table, name: ParentName, deps: ParentDeps): { field: string; id: string } | NotResolved | null {
  const [reference] = referencesOf(known.entity);
  if (name.above === null || reference === undefined) return null;
  const found = resolve(reference.table, name.above, deps);
  return typeof found === 'string' ? found : { field: reference.field, id: found.id };
}

function titled({ stored, planned }: Table, title: string): KnownRecord[] {
  const all = [...stored.titled(title), ...planned.titled(title)];
  const exact = all.filter(({ data }) => Object.values(data).includes(title));
  return all.length > 1 && exact.length === 1 ? exact : all;
}

/** Empty tables for all entities, to be filled with stored records. */
export function emptyTables(createIndex: (entity: AnyEntity) => RecordIndex): Map<string, Table> {
  return new Map(
    ferrySchema.entities.map((entity) => [
      entity.table,
      { entity, stored: createIndex(entity), planned: createIndex(entity) },
    ]),
  );
}
