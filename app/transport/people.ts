import * as z from 'zod';
import type { Result } from '#app/contract/errors.ts';
import {
  type Account,
  type AccountChange,
  accountSchema,
  type FoundInvitation,
  foundInvitationSchema,
  type IssuedInvitation,
  issuedInvitationSchema,
  type NewInvitation,
  type PeopleActsPage,
  peopleActsPageSchema,
  type Redemption,
  type SetUp,
  type Team,
  teamSchema,
} from '#app/contract/people.ts';
import {
  type Person,
  personSchema,
  type Role,
  type SignInResponse,
  signInResponseSchema,
} from '#app/contract/protocol.ts';
import type { CallOptions } from './transport.ts';

/** People, invitations and the own account as functions; see `Transport`. */
export interface PeopleTransport {
  team(options?: CallOptions): Promise<Result<Team>>;
  acts(before: string | undefined, options?: CallOptions): Promise<Result<PeopleActsPage>>;
  invite(request: NewInvitation, options?: CallOptions): Promise<Result<IssuedInvitation>>;
  withdrawInvitation(id: string, options?: CallOptions): Promise<Result<undefined>>;
  changeRole(id: string, role: Role, options?: CallOptions): Promise<Result<Person>>;
  removePerson(id: string, options?: CallOptions): Promise<Result<undefined>>;
  revokeDevice(id: string, options?: CallOptions): Promise<Result<undefined>>;
  removeDeviceData(id: string, options?: CallOptions): Promise<Result<undefined>>;
  account(options?: CallOptions): Promise<Result<Account>>;
  changeAccount(change: AccountChange, options?: CallOptions): Promise<Result<Person>>;
  look(secret: string, options?: CallOptions): Promise<Result<FoundInvitation>>;
  redeem(redemption: Redemption, options?: CallOptions): Promise<Result<SignInResponse>>;
  setUp(request: SetUp, options?: CallOptions): Promise<Result<SignInResponse>>;
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
/** One request, its answer validated. */
export type SendCall = <S extends z.ZodType>(call: {
  method: Method;
  path: string;
  body?: unknown;
  answer: S;
  options?: CallOptions | undefined;
}) => Promise<Result<z.output<S>>>;

const nothing = z.undefined();
const of = (path: string, id: string) => `${path}/${encodeURIComponent(id)}`;

export function createPeopleTransport(call: SendCall): PeopleTransport {
  const get = <S extends z.ZodType>(path: string, answer: S, options?: CallOptions) =>
    call({ method: 'GET', path, answer, options });
  const post = <S extends z.ZodType>(path: string, body: unknown, answer: S, options?: CallOptions) =>
    call({ method: 'POST', path, ...(body === undefined ? {} : { body }), answer, options });
  const end = (path: string, options?: CallOptions) => call({ method: 'DELETE', path, answer: nothing, options });
  return {
    team: (options) => get('/v1/team', teamSchema, options),
    acts: (before, options) =>
      get(
        `/v1/team/acts${before === undefined ? '' : `?before=${encodeURIComponent(before)}`}`,
        peopleActsPageSchema,
        options,
      ),
    invite: (request, options) => post('/v1/invitations', request, issuedInvitationSchema, options),
    withdrawInvitation: (id, options) => end(of('/v1/invitations', id), options),
    changeRole: (id, role, options) =>
      call({ method: 'PATCH', path: of('/v1/people', id), body: { role }, answer: personSchema, options }),
    removePerson: (id, options) => end(of('/v1/people', id), options),
    revokeDevice: (id, options) => end(of('/v1/devices', id), options),
    removeDeviceData: (id, options) => post(`${of('/v1/devices', id)}/removal`, undefined, nothing, options),
    account: (options) => get('/v1/account', accountSchema, options),
    changeAccount: (change, options) =>
      call({ method: 'PATCH', path: '/v1/account', body: change, answer: personSchema, options }),
    look: (secret, options) => post('/v1/invitations/look', { secret }, foundInvitationSchema, options),
    redeem: (redemption, options) => post('/v1/invitations/redeem', redemption, signInResponseSchema, options),
    setUp: (request, options) => post('/v1/set-up', request, signInResponseSchema, options),
  };
}
