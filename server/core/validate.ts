import type { z } from 'zod';
import type { Change } from '#app/contract/protocol.ts';
import {
  type AnyEntity,
  type Problem,
  passesFastCheck,
  problemOf,
  type Schema,
  withInitialValues,
} from '#app/schema/index.ts';
import { rejected, type Verdict } from './verdict.ts';

/** A valid change: known entity, complete data. */
export interface SoundChange {
  entity: AnyEntity;
  change: Change;
}

/** Validates a change by itself, without reading records. */
export function validateChange(schema: Schema, change: Change, seq: number): SoundChange | Verdict {
  const entity = schema.entity(change.table);
  if (!entity) return rejected('table.unknown');
  if (change.baseVersion > seq) {
    return rejected('validation.failed');
  }
  switch (change.operation) {
    case 'delete':
      return Object.keys(change.data).length === 0 ? { entity, change } : rejected('validation.failed');
    case 'insert':
      return checkValues(entity, complete(schema, entity, change), 'insert');
    case 'update':
      return checkValues(entity, change, 'update');
  }
}

function checkValues(entity: AnyEntity, change: Change, operation: 'insert' | 'update'): SoundChange | Verdict {
  if (passesFastCheck(entity, operation, change.data)) return { entity, change };
  const parsed = (operation === 'insert' ? entity.record : entity.changes).safeParse(change.data);
  return parsed.success ? { entity, change } : explainIssues(parsed.error.issues);
}

/** A desk with an older schema inserts records without newer fields. */
function complete(schema: Schema, entity: AnyEntity, change: Change): Change {
  if (change.schemaVersion >= schema.version) return change;
  return { ...change, data: withInitialValues(entity, change.data) };
}

function explainIssues(issues: readonly z.core.$ZodIssue[]): Verdict {
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  const wrong = issues.filter((issue) => issue.code !== 'unrecognized_keys');
  const fieldErrors = Object.fromEntries([
    ...unknown.map((field) => [field, 'unknownField' satisfies Problem]),
    ...wrong.map((issue) => [String(issue.path[0] ?? ''), problemOf(issue)]),
  ]);
  return rejected(wrong.length > 0 ? 'validation.failed' : 'validation.unknownField', { fieldErrors });
}
