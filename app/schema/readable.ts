import type { AnyEntity } from './entity.ts';
import { storedAs } from './field-kinds.ts';
import type { FieldKind } from './field-types.ts';
import type { JsonValue, RecordData } from './json.ts';

/** Whether a value is of the type its field is kept and shown as; of what is allowed in it nothing is asked here. */
function isOfType(kind: FieldKind, value: JsonValue): boolean {
  if (value === null) return true;
  switch (storedAs[kind]) {
    case 'integer':
      return Number.isSafeInteger(value);
    case 'list':
      return Array.isArray(value) && value.every((word) => typeof word === 'string');
    case 'text':
      return typeof value === 'string';
  }
}

/** The fields of a record whose values nobody here can read: a server should never have let them in. */
export function unreadableFields(entity: AnyEntity, data: RecordData): string[] {
  const names: string[] = [];
  for (const name in data) {
    const field = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
    const value = data[name];
    if (field && value !== undefined && !isOfType(field.kind, value)) names.push(name);
  }
  return names;
}

/** Replaces values of the wrong type by an empty value, so that one bad record cannot break list rendering. */
export function readable(entity: AnyEntity, data: RecordData): RecordData {
  const names = unreadableFields(entity, data);
  if (names.length === 0) return data;
  return { ...data, ...Object.fromEntries(names.map((name) => [name, entity.fields[name]?.initial ?? null])) };
}
