import type { Filter } from '#app/contract/lists.ts';
import { type AnyEntity, chosenFrom, type RecordData, referencesOf } from '#app/schema/index.ts';

/**
 * Values of a record that is added in a list, so that it appears where the person is: what the filters ask for, and the
 * parents of the row they stand on, which come first. A closed status is left out: new work is open.
 */
export function placeOfNew(entity: AnyEntity, row: RecordData | undefined, filters: readonly Filter[]): RecordData {
  const asked = filters.flatMap(({ field: name, test, values: [value, ...more] }) => {
    const field = entity.fields[name];
    const isOne = test === 'in' && more.length === 0 && typeof value === 'string';
    const isClosed = name === entity.status && entity.closed?.some((closed) => closed === value) === true;
    return field !== undefined && isOne && isChosen(chosenFrom[field.kind]) && !isClosed ? [[name, value]] : [];
  });
  const parents = referencesOf(entity).flatMap(({ field }) => {
    const id = row?.[field];
    return typeof id === 'string' && id !== '' ? [[field, id]] : [];
  });
  return { ...Object.fromEntries(asked), ...Object.fromEntries(parents) };
}

function isChosen(from: (typeof chosenFrom)[keyof typeof chosenFrom]): boolean {
  return from === 'options' || from === 'people' || from === 'records';
}

/** The first reference that the values lack and the entity requires; undefined if there is none. */
export function missingParent(entity: AnyEntity, values: RecordData): string | undefined {
  return referencesOf(entity).find(({ field }) => entity.fields[field]?.required === true && !values[field])?.field;
}
