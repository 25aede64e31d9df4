import type * as z from 'zod';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Operation } from '#app/contract/protocol.ts';
import { type AnyEntity, type Problem, problemOf, type RecordData, withInitialValues } from '#app/schema/index.ts';

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
      return checked(entity.record, sortSets(entity, withInitialValues(entity, data)));
    case 'update':
      if (Object.keys(data).length === 0) throw nothingToChange();
      return checked(entity.changes, sortSets(entity, data));
  }
}

function checked(schema: z.ZodType, data: RecordData): RecordData {
  const parsed = schema.safeParse(data);
  if (parsed.success) return data;
  throw invalid(parsed.error.issues);
}

function sortSets(entity: AnyEntity, data: RecordData): RecordData {
  const sorted = Object.entries(data).map(([field, value]) =>
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
