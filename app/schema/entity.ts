import * as z from 'zod';
import type { Field, Label, MergePolicy } from './field-types.ts';
import type { JsonValue, RecordData } from './json.ts';

type Fields = Record<string, Field>;

/** The icons an entity can choose from; the renderer draws each of them. */
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

/** What the overview lists of an entity; each has a card of its own. */
export const OVERVIEW_QUESTIONS = ['overdue', 'due', 'unassigned'] as const;
export type OverviewQuestion = (typeof OVERVIEW_QUESTIONS)[number];

/** The facts about an entity beside its fields, which they refer to by name. */
interface EntityFacts<Name extends string> {
  /** Plural, lower case: the name in the protocol, in `sync_queue.table_name` and of the table `cached_<table>`. */
  table: string;
  label: Label;
  singular: Label;
  icon: IconName;
  /** Position in the navigation and the View menu, and the digit of its shortcut: 1 to 8, each once. */
  place: number;
  /** The field that names a record in a list or a sentence. */
  title: Name;
  /** The select field with the status of a record. */
  status?: Name;
  /** The values of `status` of a finished record, which is never overdue. Omit where records are never finished. */
  closed?: readonly string[];
  /** The value of `status` that one key, or a tick, gives a record that is finished; it needs `closed`. */
  done?: string;
  /** The values of `status` of a record that waits for someone else. */
  waiting?: readonly string[];
  /** The select field with the priority of a record. */
  priority?: Name;
  /** The date field with the due day of a record. */
  due?: Name;
  /** The person field with the owner or assignee of a record. */
  person?: Name;
  /**
   * Reference → searched fields of the record it names by whose words these records are found, too. What that record is
   * found through in turn counts as well.
   */
  foundThrough?: { readonly [name in Name]?: readonly string[] };
  overview?: readonly OverviewQuestion[];
  /** Whether a list shows only open records until a person asks for all. */
  startsOpen?: boolean;
  /** The values that archive a record without deleting it; omit where there is no such state. */
  archived?: RecordData;
  /** The columns a list starts with, after the title. The first reference is shown below the title, so it needs none. */
  columns: readonly Name[];
  /** The order a list starts in; by title where left out. */
  sort?: { field: Name; direction: 'asc' | 'desc' };
  /**
   * By which fields an import recognises a record, the surest rule first. A rule holds where all its fields are filled in on
   * both sides and alike; `app/import/identity` decides where some are empty.
   */
  identity: readonly (readonly Name[])[];
  /** The tax number, before which other programs may write its country in a column of its own. */
  taxNumber?: Name;
  /** Further headers of the fields in imported files, beside the label. */
  otherNames?: { readonly [name in Name]?: readonly string[] };
}

export interface EntityDefinition<F extends Fields = Fields> extends EntityFacts<keyof F & string> {
  fields: F;
}

export interface Entity<F extends Fields = Fields> extends EntityDefinition<F> {
  /** A whole record: what an insert carries. Unknown fields are refused. */
  record: z.ZodObject<{ [K in keyof F]: F[K]['schema'] }, z.core.$strict>;
  /** Some fields of a record: what an update carries. Unknown fields are refused. */
  changes: z.ZodType<RecordData>;
}

export type AnyEntity = Entity;
export type RecordOf<E extends { record: z.ZodType }> = z.infer<E['record']>;

/** The words of a list that is too long for one string each. */
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

/** What the types cannot say: of which kind the fields have to be that a fact names. */
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
  check(facts.startsOpen !== true || closed !== undefined, 'startsOpen needs closed');
  check(due !== undefined || !overview.some((question) => question !== 'unassigned'), 'overdue and due need due');
  check(person !== undefined || !overview.includes('unassigned'), 'unassigned needs person');
}

/** A new record of the entity with every field at its initial value, overlaid with `data`. */
export function withInitialValues(entity: AnyEntity, data: RecordData): RecordData {
  const initial = Object.entries(entity.fields).map(([name, field]): [string, JsonValue] => [name, field.initial]);
  return { ...Object.fromEntries(initial), ...data };
}

/**
 * Whether the entity's schemas take these fields by their fast checks: all of them for an insert, some
 * for an update. Where it says no, they may still do.
 */
export function passesFastCheck({ fields }: AnyEntity, operation: 'insert' | 'update', data: RecordData): boolean {
  const names = Object.keys(data);
  const isWhole = operation === 'update' || names.length === Object.keys(fields).length;
  return isWhole && names.every((name) => Object.hasOwn(fields, name) && fields[name]?.fastCheck(data[name]));
}

type Reference = Readonly<{ field: string; table: string }>;

/** Asked for with every change; the fields of an entity never change. */
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

/** The merge policy of a field; one this build does not know (sent by a newer server) is last write wins. */
export function policyOf(entity: AnyEntity, field: string): MergePolicy {
  return Object.hasOwn(entity.fields, field) ? (entity.fields[field]?.merge ?? 'mine') : 'mine';
}
