import * as z from 'zod';
import { idSchema } from './ids.ts';
import {
  accountChangeSchema,
  accountSchema,
  foundInvitationSchema,
  issuedInvitationSchema,
  newInvitationSchema,
  peopleActsPageSchema,
  redemptionSchema,
  setUpSchema,
  teamSchema,
} from './people.ts';
import { personSchema, roleSchema } from './protocol.ts';

const id = idSchema;
const nothing = z.undefined();
const server = z.string().min(1).max(500);
const typed = z.string().max(2000);

export const redemptionInput = z.tuple([
  redemptionSchema.omit({ deviceId: true, deviceName: true }).extend({ server }),
]);
export const setUpInput = z.tuple([setUpSchema.omit({ deviceId: true, deviceName: true }).extend({ server })]);

/** Operations on people, invitations and the own account; all but the first two need the server. */
export const peopleOperations = {
  /** The text of an invitation's link that the system passed to Ferry; null if none is waiting. Returned once. */
  takeInvitation: { input: z.tuple([]), output: z.string().nullable() },
  /** Reads a link or code and normalises its server's address; contacts nobody. */
  readInvitation: {
    input: z.tuple([typed]),
    output: z.object({
      kind: z.enum(['invitation', 'setUp']),
      /** Null for a code. */
      server: z.string().nullable(),
      firmId: z.string().nullable(),
      secret: z.string(),
    }),
  },
  /** Asks the server what an invitation is for; nothing is used up. */
  inspectInvitation: {
    input: z.tuple([z.strictObject({ server, secret: z.string().min(1).max(200) })]),
    output: foundInvitationSchema.extend({ server: z.string() }),
  },
  getTeam: { input: z.tuple([]), output: teamSchema },
  /** Newest first; those before the given id. */
  listPeopleActs: { input: z.tuple([id.optional()]), output: peopleActsPageSchema },
  invitePerson: { input: z.tuple([newInvitationSchema]), output: issuedInvitationSchema },
  withdrawInvitation: { input: z.tuple([id]), output: nothing },
  changeRole: { input: z.tuple([id, roleSchema]), output: personSchema },
  /** Ends a person's access at once; their records stay as they are. */
  removePerson: { input: z.tuple([id]), output: nothing },
  revokeDevice: { input: z.tuple([id]), output: nothing },
  /** Asks for the removal of a device's data at its next contact with the server. */
  removeDeviceData: { input: z.tuple([id]), output: nothing },
  getAccount: { input: z.tuple([]), output: accountSchema },
  changeAccount: { input: z.tuple([accountChangeSchema]), output: personSchema },
};
