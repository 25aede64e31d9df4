import type * as z from 'zod';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Operation } from '#app/contract/protocol.ts';
import {
  type AnyEntity,
  type Problem,
  passesFastCheck,
  problemOf,
  type RecordData,
  withInitialValues,
} from '#app/schema/index.ts';

/**
 * Normalises the data of a change: an insert gets its missing fields; sets are sorted so that equal sets are equal
 * values.
 * @throws FerryFailure `validation.failed` or `validation.unknownField`, with `details.fields`: field → problem.
 */
export function validData(entity: AnyEntity, operation: Operation, data: RecordData): RecordData {
  switch (operation) {
    case 'delete':
      return {};
    case 'insert':
      return checked(entity, operation, sortSets(entity, withInitialValues(entity, data)));
    case 'update':
      if (Object.keys(data).length === 0) throw nothingToChange();
      return checked(entity, operation, sortSets(entity, data));
  }
}

function checked(entity: AnyEntity, operation: 'insert' | 'update', data: RecordData): RecordData {
  if (passesFastCheck(entity, operation, data)) return data;
  const parsed = (operation === 'insert' ? entity.record : entity.changes).safeParse(data);
  if (parsed.success) return data;
  throw invalid(parsed.error.issues);
}

/** Also without what JSON cannot store, so that the data is what will be read back. */
function sortSets(entity: AnyEntity, data: RecordData): RecordData {
  const isDone = Object.values(data).every(
    (value) => value !== undefined && !(Array.isArray(value) && value.length > 1),
  );
  if (isDone) return data;
  const stored = Object.entries(data).filter(([, value]) => value !== undefined);
  const sorted = stored.map(([field, value]) =>
    entity.fields[field]?.kind === 'tags' && Array.isArray(value) ? [field, [...value].sort()] : [field, value],
  );
  return Object.fromEntries(sorted) as RecordData;
}

function nothingToChange(): FerryFailure {
  return new FerryFailure('validation.failed', 'fix', { fields: {} });
}

function invalid(issues: readonly z.core.$ZodIssue[]): FerryFailure {
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknown.length > 0) {
    const fields = Object.fromEntries(unknown.map((name): [string, Problem] => [name, 'unknownField']));
    return new FerryFailure('validation.unknownField', 'fix', { fields });
  }
  const fields = Object.fromEntries(issues.map((issue) => [String(issue.path[0] ?? ''), problemOf(issue)]));
  return new FerryFailure('validation.failed', 'fix', { fields });
}
