import type { AnyEntity } from './entity.ts';
import type { FieldKind } from './field.ts';
import type { JsonValue, RecordData } from './json.ts';

/** Whether a value is of the type its field is kept and shown as; of what is allowed in it nothing is asked here. */
function isOfType(kind: FieldKind, value: JsonValue): boolean {
  if (value === null) return true;
  switch (kind) {
    case 'money':
    case 'count':
      return Number.isSafeInteger(value);
    case 'tags':
      return Array.isArray(value) && value.every((word) => typeof word === 'string');
    default:
      return typeof value === 'string';
  }
}

/** The fields of a record whose values nobody here can read: a server should never have let them in. */
export function illegibleFields(entity: AnyEntity, data: RecordData): string[] {
  const names: string[] = [];
  for (const name in data) {
    const field = Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
    const value = data[name];
    if (field && value !== undefined && !isOfType(field.kind, value)) names.push(name);
  }
  return names;
}

/** The record as it can be shown: what is illegible is left empty, so that it holds up neither lists nor other records. */
export function legible(entity: AnyEntity, data: RecordData): RecordData {
  const names = illegibleFields(entity, data);
  if (names.length === 0) return data;
  return { ...data, ...Object.fromEntries(names.map((name) => [name, entity.fields[name]?.initial ?? null])) };
}
