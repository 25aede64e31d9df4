import * as z from 'zod';
import { idSchema } from './ids.ts';
import { personSchema, roleSchema } from './protocol.ts';

/** People, invitations and accounts: the routes of `/v1` beside sync. */

/** Minimum length of a password, in characters. */
export const MIN_PASSWORD_LENGTH = 10;
export const INVITATION_DAYS = 7;

const millis = z.int().min(0);
const name = z.string().trim().min(1).max(200);
const email = z.string().min(1).max(254);
const password = z.string().min(1).max(1000);
/** A link's secret, or a code as somebody typed it. */
const secret = z.string().min(1).max(200);
const device = { deviceId: z.uuid(), deviceName: z.string().max(200) };

export const personsDeviceSchema = z.object({
  deviceId: idSchema,
  name: z.string().max(200),
  seenAt: millis,
  isSignedIn: z.boolean(),
  /** The last requested removal of its data; null if none was. */
  removal: z
    .object({
      askedAt: millis,
      /** Null until the device confirms it. */
      doneAt: millis.nullable(),
      /** Unsent changes that it keeps for export. */
      keptChanges: z.int().min(0),
    })
    .nullable(),
});
export type PersonsDevice = z.infer<typeof personsDeviceSchema>;

export const memberSchema = personSchema.extend({
  /** Last contact of any of their devices; null before the first. */
  seenAt: millis.nullable(),
  devices: z.array(personsDeviceSchema),
});
export type Member = z.infer<typeof memberSchema>;

export const invitationSchema = z.object({
  id: idSchema,
  /** Somebody who is or was in the firm; null for a new person. */
  personId: idSchema.nullable(),
  name: z.string().max(200),
  email: z.string().max(254),
  role: roleSchema,
  invitedBy: idSchema,
  invitedAt: millis,
  expiresAt: millis,
});
export type Invitation = z.infer<typeof invitationSchema>;

/** Answer of `GET /v1/team`. */
export const teamSchema = z.object({ people: z.array(memberSchema), invitations: z.array(invitationSchema) });
export type Team = z.infer<typeof teamSchema>;

/** Body of `POST /v1/invitations`: a new person, or one who is or was in the firm. */
export const newInvitationSchema = z.union([
  z.strictObject({ name, email, role: roleSchema }),
  /** The role applies to a removed person only. */
  z.strictObject({ personId: idSchema, role: roleSchema.optional() }),
]);
export type NewInvitation = z.infer<typeof newInvitationSchema>;

export const issuedInvitationSchema = z.object({
  invitation: invitationSchema,
  /** For the link: 256 random bits; shown once. */
  secret: z.string().min(20).max(100),
  /** For dictation; shown once. */
  code: z.string().min(10).max(40),
});
export type IssuedInvitation = z.infer<typeof issuedInvitationSchema>;

/** Body of `POST /v1/invitations/look`. */
export const invitationLookSchema = z.strictObject({ secret });

export const foundInvitationSchema = z.object({
  firm: z.object({ id: idSchema, name: z.string().max(200) }),
  /** Null for a new person. */
  personId: idSchema.nullable(),
  name: z.string().max(200),
  email: z.string().max(254),
  role: roleSchema,
  expiresAt: millis,
});
export type FoundInvitation = z.infer<typeof foundInvitationSchema>;

/** Body of `POST /v1/invitations/redeem`; the answer is that of a sign-in. */
export const redemptionSchema = z.strictObject({ secret, name, password, ...device });
export type Redemption = z.infer<typeof redemptionSchema>;

/** Body of `POST /v1/set-up`; the answer is that of a sign-in. */
export const setUpSchema = z.strictObject({ secret, firmName: name, name, email, password, ...device });
export type SetUp = z.infer<typeof setUpSchema>;

/** Body of `PATCH /v1/people/ID`. */
export const roleChangeSchema = z.strictObject({ role: roleSchema });

/** Answer of `GET /v1/account`. */
export const accountSchema = z.object({ person: personSchema, devices: z.array(personsDeviceSchema) });
export type Account = z.infer<typeof accountSchema>;

/** Body of `PATCH /v1/account`: what changes; email and password need the present password. */
export const accountChangeSchema = z.strictObject({
  name: name.optional(),
  email: email.optional(),
  newPassword: password.optional(),
  password: password.optional(),
});
export type AccountChange = z.infer<typeof accountChangeSchema>;

export const peopleActSchema = z.enum([
  'firmCreated',
  'invited',
  'withdrawn',
  'joined',
  'returned',
  'roleChanged',
  'removed',
  'nameChanged',
  'emailChanged',
  'passwordChanged',
  'deviceRevoked',
  'sessionsEnded',
  'dataRemovalAsked',
]);
export type PeopleAct = z.infer<typeof peopleActSchema>;

export const peopleActEntrySchema = z.object({
  id: idSchema,
  at: millis,
  /** Null for the server's operator. */
  by: z.string().max(64).nullable(),
  byName: z.string().max(200),
  act: peopleActSchema,
  /** Null for an invitation of a new person. */
  personId: z.string().max(64).nullable(),
  /** Of the person at that time, or of the invited. */
  personName: z.string().max(200),
  /** A role, device or address. */
  detail: z.string().max(300),
});
export type PeopleActEntry = z.infer<typeof peopleActEntrySchema>;

export const peopleActsQuerySchema = z.object({
  /** Entries before this id, newest first. */
  before: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export const peopleActsPageSchema = z.object({
  entries: z.array(peopleActEntrySchema),
  next: idSchema.nullable(),
});
export type PeopleActsPage = z.infer<typeof peopleActsPageSchema>;
