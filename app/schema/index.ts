import { clients } from './clients.ts';
import { engagements } from './engagements.ts';
import { createSchema } from './schema.ts';
import { tasks } from './tasks.ts';
import { SCHEMA_VERSION } from './version.ts';

/** Ferry's entities. A new entity is one file here, one line below, and `npm run new:migration`. */
export const ferrySchema = createSchema(SCHEMA_VERSION, [clients, engagements, tasks]);

export type { Client } from './clients.ts';
export { CURRENCIES, currencyDecimals } from './currencies.ts';
export type { Engagement } from './engagements.ts';
export {
  type AnyEntity,
  type IconName,
  OVERVIEW_QUESTIONS,
  type OverviewQuestion,
  passesFastCheck,
  policyOf,
  referencesOf,
  withInitialValues,
} from './entity.ts';
export { chosenFrom, comparedBy, hasFewChoices, storedAs } from './field-kinds.ts';
export type { Field, FieldKind, Label, MergePolicy, MergeResult, NamedPolicy, Tone } from './field-types.ts';
export { type JsonValue, type RecordData, sameJson } from './json.ts';
export { dependantsOf, fieldAt, type IndirectReference, indirectReferences } from './paths.ts';
export { PROBLEM_CODES, type Problem, type ProblemCode, problemIn, problemOf } from './problems.ts';
export { readable, unreadableFields } from './readable.ts';
export type { Schema } from './schema.ts';
export type { Task } from './tasks.ts';
