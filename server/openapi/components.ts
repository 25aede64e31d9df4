import * as z from 'zod';
import * as people from '#app/contract/people.ts';
import * as preferences from '#app/contract/preferences.ts';
import * as protocol from '#app/contract/protocol.ts';
import { ferrySchema } from '#app/schema/index.ts';

export type JsonObject = { [key: string]: unknown };

const named: Record<string, z.ZodType> = {
  SyncRequest: protocol.syncRequestSchema,
  SyncResponse: protocol.syncResponseSchema,
  Change: protocol.changeSchema,
  Ack: protocol.ackSchema,
  Conflict: protocol.conflictSchema,
  ConflictField: protocol.conflictFieldSchema,
  ServerRecord: protocol.serverRecordSchema,
  Stamp: protocol.stampSchema,
  Digest: protocol.digestSchema,
  SnapshotPage: protocol.snapshotPageSchema,
  DigestRanges: protocol.digestRangesSchema,
  Activity: protocol.activitySchema,
  ActivityPage: protocol.activityPageSchema,
  Person: protocol.personSchema,
  People: protocol.peopleSchema,
  SignInRequest: protocol.signInRequestSchema,
  SignInResponse: protocol.signInResponseSchema,
  RotationRequest: protocol.rotationRequestSchema,
  Rotation: protocol.rotationSchema,
  RemovalDone: protocol.removalDoneSchema,
  Team: people.teamSchema,
  Member: people.memberSchema,
  PersonsDevice: people.personsDeviceSchema,
  Invitation: people.invitationSchema,
  NewInvitation: people.newInvitationSchema,
  IssuedInvitation: people.issuedInvitationSchema,
  InvitationLook: people.invitationLookSchema,
  FoundInvitation: people.foundInvitationSchema,
  Redemption: people.redemptionSchema,
  SetUp: people.setUpSchema,
  RoleChange: people.roleChangeSchema,
  Account: people.accountSchema,
  AccountChange: people.accountChangeSchema,
  PeopleActsPage: people.peopleActsPageSchema,
  PreferenceEntry: preferences.preferenceEntrySchema,
  PreferencesRequest: preferences.preferencesRequestSchema,
  PreferencesResponse: preferences.preferencesResponseSchema,
  Health: protocol.healthSchema,
  WakeUp: protocol.wakeUpSchema,
  Problem: protocol.problemSchema,
};

const ANY_JSON = '#/components/schemas/JsonValue';

/** Every schema of the contract and the records, as JSON Schema under `components/schemas`. */
export function componentSchemas(): Record<string, JsonObject> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  for (const entity of ferrySchema.entities) registry.add(entity.record, { id: `${entity.table}.data` });
  const { schemas } = z.toJSONSchema(registry, {
    target: 'draft-2020-12',
    uri: (id) => `#/components/schemas/${id}`,
    // A rule that only code can check (such as "this day exists") is explained in the response.
    unrepresentable: 'any',
  });
  const plain = Object.entries(schemas)
    .filter(([id]) => id !== '__shared')
    .map(([id, schema]): [string, JsonObject] => [id, tidy(schema) as JsonObject]);
  return { ...Object.fromEntries(plain), JsonValue: { description: 'Any JSON value.' } };
}

/** A query schema as OpenAPI parameters. */
export function queryParameters(schema: z.ZodType): JsonObject[] {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any' });
  const required = new Set(json.required ?? []);
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema: tidy(property),
  }));
}

/** Removes what OpenAPI does not allow within a document, and names the recursive "any JSON" once. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && typeof value.$ref === 'string' && value.$ref.includes('__shared')) return { $ref: ANY_JSON };
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '$schema' && key !== '$id')
      .map(([key, member]) => [key, tidy(member)]),
  );
}
