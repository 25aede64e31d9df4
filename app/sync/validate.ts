import type * as z from 'zod';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Operation } from '#app/contract/protocol.ts';
import { type AnyEntity, type RecordData, withInitialValues } from '#app/schema/index.ts';

/**
 * The data of a change as it is kept: an insert gets its missing fields, sets are sorted so that equal sets are equal values.
 * @throws FerryFailure `validation.failed` or `validation.unknownField`, with `details.fields`: field → what is wrong.
 */
export function validData(entity: AnyEntity, operation: Operation, data: RecordData): RecordData {
  if (operation === 'delete') return {};
  const given = sortSets(entity, operation === 'insert' ? withInitialValues(entity, data) : data);
  if (operation === 'update' && Object.keys(given).length === 0) throw nothingToChange();
  const parsed = (operation === 'insert' ? entity.record : entity.changes).safeParse(given);
  if (parsed.success) return given;
  throw invalid(entity, parsed.error.issues);
}

function sortSets(entity: AnyEntity, data: RecordData): RecordData {
  const sorted = Object.entries(data).map(([field, value]) =>
    entity.fields[field]?.kind === 'tags' && Array.isArray(value) ? [field, [...value].sort()] : [field, value],
  );
  return Object.fromEntries(sorted) as RecordData;
}

function nothingToChange(): FerryFailure {
  return new FerryFailure('validation.failed', 'This change names no field.', 'fix', { fields: {} });
}

function invalid(entity: AnyEntity, issues: readonly z.core.$ZodIssue[]): FerryFailure {
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  if (unknown.length > 0) {
    const message = `Ferry keeps no ${unknown.join(', ')} for a ${entity.singular.en}. Update Ferry, or leave it out.`;
    return new FerryFailure('validation.unknownField', message, 'fix', {
      fields: Object.fromEntries(unknown.map((name) => [name, 'Unknown field.'])),
    });
  }
  const fields = Object.fromEntries(issues.map((issue) => [String(issue.path[0] ?? ''), issue.message]));
  const sentences = Object.entries(fields).map(
    ([name, message]) => `${entity.fields[name]?.label.en ?? name}: ${message}`,
  );
  return new FerryFailure('validation.failed', sentences.join(' '), 'fix', { fields });
}
