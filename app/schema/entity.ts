import * as z from 'zod';
import type { Field, Label, MergePolicy } from './field-types.ts';
import type { JsonValue, RecordData } from './json.ts';

type Fields = Record<string, Field>;

/** The icons an entity can choose from; the renderer has one for each. */
export const ICON_NAMES = [
  'archive',
  'banknote',
  'book',
  'briefcase',
  'building',
  'calendar',
  'check',
  'clock',
  'file',
  'folder',
  'mail',
  'package',
  'people',
  'phone',
  'receipt',
  'scales',
] as const;
export type IconName = (typeof ICON_NAMES)[number];

/** The overview's questions; each has its own card. */
export const OVERVIEW_QUESTIONS = ['overdue', 'due', 'unassigned'] as const;
export type OverviewQuestion = (typeof OVERVIEW_QUESTIONS)[number];

/** Facts about an entity besides its fields; they refer to fields by name. */
interface EntityFacts<Name extends string> {
  /** Plural, lower case: its name in the protocol, in `sync_queue.table_name` and in `cached_<table>`. */
  table: string;
  label: Label;
  singular: Label;
  icon: IconName;
  /** Position in the navigation and View menu, and digit of its shortcut: 1 to 8, unique. */
  place: number;
  /** The field that names a record. */
  title: Name;
  /** The select field with the record's status. */
  status?: Name;
  /** Closed values of `status`; a closed record is never overdue. Omit if records are never closed. */
  closed?: readonly string[];
  /** The value of `status` that "complete" sets; requires `closed`. */
  done?: string;
  /** Values of `status` that mean waiting for someone else. */
  waiting?: readonly string[];
  /** The select field with the priority of a record. */
  priority?: Name;
  /** The date field with the due day of a record. */
  due?: Name;
  /** The person field with the owner or assignee of a record. */
  person?: Name;
  /** Reference → searched fields of the referenced record by which this record is found as well; transitive. */
  foundThrough?: { readonly [name in Name]?: readonly string[] };
  overview?: readonly OverviewQuestion[];
  /** Whether a list initially shows only open records. */
  startsOpen?: boolean;
  /** Whether a line typed from anywhere adds a record of it; at most one entity. It needs a reference. */
  quickAdd?: boolean;
  /** Values that archive a record without deleting it; omit if there is no such state. */
  archived?: RecordData;
  /** A list's default columns, after the title. The first reference is shown below the title, so it needs no column. */
  columns: readonly Name[];
  /** A list's default order; by title if omitted. */
  sort?: { field: Name; direction: 'asc' | 'desc' };
  /**
   * Fields by which an import recognises a record, strongest rule first. A rule matches if all its fields are present
   * and equal on both sides; `app/import/identity` handles missing values.
   */
  identity: readonly (readonly Name[])[];
  /** The tax number; other programs may store its country in a separate column. */
  taxNumber?: Name;
  /** The text fields of a postal address; `code` is the postal code. */
  address?: { readonly street: Name; readonly code: Name; readonly city: Name; readonly country: Name };
  /** Further headers of the fields in imported files, besides the label. */
  otherNames?: { readonly [name in Name]?: readonly string[] };
}

export interface EntityDefinition<F extends Fields = Fields> extends EntityFacts<keyof F & string> {
  fields: F;
}

export interface Entity<F extends Fields = Fields> extends EntityDefinition<F> {
  /** A complete record, as in an insert. Unknown fields are refused. */
  record: z.ZodObject<{ [K in keyof F]: F[K]['schema'] }, z.core.$strict>;
  /** Some fields of a record, as in an update. Unknown fields are refused. */
  changes: z.ZodType<RecordData>;
}

export type AnyEntity = Entity;
export type RecordOf<E extends { record: z.ZodType }> = z.infer<E['record']>;

/** Splits a long list of words. */
export function words(list: string): readonly string[] {
  return list.split(', ');
}

/**
 * Derives the record and change schemas of an entity from its fields.
 * @throws if a fact of the entity does not fit its fields
 */
export function defineEntity<const F extends Fields>(definition: EntityDefinition<F>): Entity<F> {
  checkFacts(definition, definition.fields);
  const shape = Object.fromEntries(Object.entries(definition.fields).map(([name, field]) => [name, field.schema]));
  const record = z.strictObject(shape);
  return {
    ...definition,
    record: record as unknown as Entity<F>['record'],
    changes: record.partial() as unknown as z.ZodType<RecordData>,
  };
}

/** What types cannot check: the kinds of the fields that facts name. */
function checkFacts({ table, ...facts }: EntityFacts<string>, fields: Fields): void {
  const fieldOf = (name: string | undefined) => (name === undefined ? undefined : fields[name]);
  const [status, due, person, sort] = [facts.status, facts.due, facts.person, facts.sort?.field].map(fieldOf);
  const { overview = [], closed } = facts;
  const check = (isSo: boolean, rule: string) => {
    if (!isSo) throw new Error(`${table}: ${rule}.`);
  };
  check(Number.isInteger(facts.place) && facts.place >= 1 && facts.place <= 8, 'place is a whole number from 1 to 8');
  check(status === undefined || (status.kind === 'select' && status.filterable), 'status is a filterable select');
  check(
    closed === undefined || closed.every((value) => status?.options?.some((option) => option.value === value)),
    'closed holds values of status',
  );
  check(
    due === undefined || (due.kind === 'date' && due.sortable && due.filterable),
    'due is a filterable, sortable date',
  );
  check(person === undefined || (person.kind === 'person' && person.filterable), 'person is a filterable person');
  check(sort === undefined || sort.sortable, 'sort names a sortable field');
  check(overview.length === 0 || closed !== undefined, 'an overview needs closed');
  check(facts.done === undefined || closed?.includes(facts.done) === true, 'done is one of closed');
  check(facts.priority === undefined || fieldOf(facts.priority)?.kind === 'select', 'priority is a select');
  check(
    facts.quickAdd !== true || Object.values(fields).some(({ references }) => references !== undefined),
    'quickAdd needs a reference',
  );
  check(facts.startsOpen !== true || closed !== undefined, 'startsOpen needs closed');
  check(due !== undefined || !overview.some((question) => question !== 'unassigned'), 'overdue and due need due');
  check(person !== undefined || !overview.includes('unassigned'), 'unassigned needs person');
}

/** A new record: every field at its initial value, overlaid with `data`. */
export function withInitialValues(entity: AnyEntity, data: RecordData): RecordData {
  return { ...initialValuesOf(entity), ...data };
}

/** Cached, because every change asks; an entity's fields never change. */
const knownInitialValues = new WeakMap<object, RecordData>();

function initialValuesOf({ fields }: AnyEntity): RecordData {
  const known = knownInitialValues.get(fields);
  if (known) return known;
  const initial = Object.entries(fields).map(([name, field]): [string, JsonValue] => [name, field.initial]);
  const values = Object.fromEntries(initial);
  knownInitialValues.set(fields, values);
  return values;
}

/**
 * Whether fast checks accept these fields: all fields for an insert, some for an update. False does not mean invalid.
 */
export function passesFastCheck({ fields }: AnyEntity, operation: 'insert' | 'update', data: RecordData): boolean {
  const names = Object.keys(data);
  const isWhole = operation === 'update' || names.length === Object.keys(fields).length;
  return isWhole && names.every((name) => Object.hasOwn(fields, name) && fields[name]?.fastCheck(data[name]));
}

type Reference = Readonly<{ field: string; table: string }>;

/** Cached, because every change asks; an entity's fields never change. */
const knownReferences = new WeakMap<object, readonly Reference[]>();

/** Every (field name, referenced table) of the entity. */
export function referencesOf({ fields }: Pick<AnyEntity, 'fields'>): readonly Reference[] {
  const known = knownReferences.get(fields);
  if (known) return known;
  const references = Object.entries(fields).flatMap(([field, { references: table }]) =>
    table === undefined ? [] : [{ field, table }],
  );
  knownReferences.set(fields, references);
  return references;
}

/** A field's merge policy; last write wins for an unknown field (from a newer server). */
export function policyOf(entity: AnyEntity, field: string): MergePolicy {
  return Object.hasOwn(entity.fields, field) ? (entity.fields[field]?.merge ?? 'mine') : 'mine';
}
