import { clients } from './clients.ts';
import { engagements } from './engagements.ts';
import { createSchema } from './schema.ts';
import { tasks } from './tasks.ts';

/** What Ferry keeps. A new entity is one file here, one line below, and one client migration. */
export const ferrySchema = createSchema(1, [clients, engagements, tasks]);

export type { Client } from './clients.ts';
export type { Engagement } from './engagements.ts';
export { type AnyEntity, areSurelyValid, policyOf, referencesOf, withInitialValues } from './entity.ts';
export type { Field, FieldKind, Label, MergePolicy, MergeResult } from './field.ts';
export { type JsonValue, type RecordData, sameJson } from './json.ts';
export { illegibleFields, legible } from './legible.ts';
export type { Schema } from './schema.ts';
export type { Task } from './tasks.ts';
