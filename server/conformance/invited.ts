import { v7 } from 'uuid';
import { type IssuedInvitation, issuedInvitationSchema, type NewInvitation } from '#app/contract/people.ts';
import { type Role, type SignInResponse, signInResponseSchema } from '#app/contract/protocol.ts';
import type { CaseContext } from './kit.ts';

export const INVITED_PASSWORD = 'a password of their own';

export const newAddress = () => `${v7()}@conformance.test`;

/** An invitation by the firm's owner. */
export function invite(
  { http, ana }: Pick<CaseContext, 'http' | 'ana'>,
  request: NewInvitation = { name: 'Ines Invited', email: newAddress(), role: 'staff' },
): Promise<IssuedInvitation> {
  return http.read(issuedInvitationSchema, '/v1/invitations', { token: ana.session.token, body: request });
}

export function redemption(secret: string, deviceId: string = v7()) {
  return { secret, name: 'Ines Invited', password: INVITED_PASSWORD, deviceId, deviceName: 'conformance invited' };
}

/** A new person of the firm, signed in by an invitation. */
export async function joined(
  context: Pick<CaseContext, 'http' | 'ana'>,
  role: Role = 'staff',
): Promise<SignInResponse & { deviceId: string }> {
  const { secret } = await invite(context, { name: 'Ines Invited', email: newAddress(), role });
  const deviceId = v7();
  const body = redemption(secret, deviceId);
  return { ...(await context.http.read(signInResponseSchema, '/v1/invitations/redeem', { body })), deviceId };
}
