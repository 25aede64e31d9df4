import type { z } from 'zod';
import type { Change } from '#app/contract/protocol.ts';
import { type AnyEntity, areSurelyValid, type Schema, withInitialValues } from '#app/schema/index.ts';
import { rejected, type Verdict } from './verdict.ts';

/** A change that can be decided: its entity is known and its data complete. */
export interface SoundChange {
  entity: AnyEntity;
  change: Change;
}

/** Checks a change by itself, without looking at any record. */
export function validateChange(schema: Schema, change: Change, seq: number): SoundChange | Verdict {
  const entity = schema.entity(change.table);
  if (!entity) return rejected('table.unknown');
  if (change.baseVersion > seq) {
    return rejected('validation.failed', { message: 'This change builds on a version the server has never had.' });
  }
  if (change.operation === 'delete') {
    return Object.keys(change.data).length === 0
      ? { entity, change }
      : rejected('validation.failed', { message: 'A deletion carries no fields.' });
  }
  const completed = complete(schema, entity, change);
  if (areSurelyValid(entity, change.operation, completed.data)) return { entity, change: completed };
  const parsed = (change.operation === 'insert' ? entity.record : entity.changes).safeParse(completed.data);
  if (!parsed.success) return explainIssues(parsed.error.issues);
  return { entity, change: completed };
}

/** A desk that knows fewer fields inserts without them. */
function complete(schema: Schema, entity: AnyEntity, change: Change): Change {
  if (change.operation !== 'insert' || change.schemaVersion >= schema.version) return change;
  return { ...change, data: withInitialValues(entity, change.data) };
}

function explainIssues(issues: readonly z.core.$ZodIssue[]): Verdict {
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  const wrong = issues.filter((issue) => issue.code !== 'unrecognized_keys');
  const fieldErrors = Object.fromEntries([
    ...unknown.map((field) => [field, 'The server does not know this field.']),
    ...wrong.map((issue) => [String(issue.path[0] ?? ''), issue.message]),
  ]);
  return rejected(wrong.length > 0 ? 'validation.failed' : 'validation.unknownField', { fieldErrors });
}
