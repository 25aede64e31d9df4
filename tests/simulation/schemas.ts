import type { Migration } from '#app/store/open.ts';
import { clients } from '../../app/schema/clients.ts';
import { engagements } from '../../app/schema/engagements.ts';
import { defineEntity } from '../../app/schema/entity.ts';
import { text } from '../../app/schema/field.ts';
import type { MergeResult } from '../../app/schema/field-types.ts';
import { ferrySchema } from '../../app/schema/index.ts';
import type { JsonValue } from '../../app/schema/json.ts';
import { createSchema } from '../../app/schema/schema.ts';
import { tasks } from '../../app/schema/tasks.ts';

const URGENCY = ['low', 'normal', 'high', 'urgent'];

/** The more urgent of two priorities holds; the other lies in a conflict. */
function moreUrgent(_base: JsonValue, mine: JsonValue, theirs: JsonValue): MergeResult {
  return { kept: urgencyOf(mine) < urgencyOf(theirs) ? theirs : mine, clash: true };
}

function urgencyOf(priority: JsonValue): number {
  return URGENCY.indexOf(String(priority));
}

const tasksWithOwnMerge = defineEntity({
  ...tasks,
  fields: { ...tasks.fields, priority: { ...tasks.fields.priority, merge: moreUrgent } },
});

/** What Ferry keeps, with a field of every merge policy: one has a function of its own. */
export const simulatedSchema = createSchema(ferrySchema.version, [clients, engagements, tasksWithOwnMerge]);

/** The next release: a client has a website. */
export function createNextSchema(version: number) {
  const next = defineEntity({
    ...clients,
    fields: { ...clients.fields, website: text({ en: 'Website', de: 'Website' }, { sortable: true }) },
  });
  return createSchema(version + 1, [next, engagements, tasksWithOwnMerge]);
}

export function nextMigration(number: number): Migration {
  const sql = `ALTER TABLE cached_clients ADD COLUMN website TEXT GENERATED ALWAYS AS (data ->> '$.website') VIRTUAL;`;
  return { number, name: 'website.sql', sql };
}
