import type { AnyEntity } from './entity.ts';
import { storedAs } from './field-kinds.ts';
import type { FieldKind } from './field-types.ts';
import type { JsonValue, RecordData } from './json.ts';

/** Whether a value has the type in which its kind is stored and shown; does not check whether it is valid. */
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

/** Fields of a record with values of the wrong type, which a server should never have accepted. */
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
