import type { ErrorCode } from '#app/contract/errors.ts';
import { peopleActsQuerySchema } from '#app/contract/people.ts';
import { queryParameters } from './components.ts';
import { idParameter, limited, type Route } from './route.ts';

const OWNER: ErrorCode[] = [...limited, 'auth.notOwner'];
const invitation: ErrorCode[] = ['invitation.unknown', 'invitation.expired', 'invitation.used'];
const open: ErrorCode[] = ['request.invalid', 'auth.throttled', 'sync.busy', 'server.unavailable'];
const byId = { parameters: [idParameter] };

/** The routes of people, invitations, accounts and set-up. */
export const peopleRoutes: Record<string, Record<string, Route>> = {
  '/v1/team': {
    get: {
      tag: 'People',
      summary: 'The people of the firm with their devices, and the open invitations',
      description: 'For owners.',
      answer: 'Team',
      problems: OWNER,
    },
  },
  '/v1/team/acts': {
    get: {
      tag: 'People',
      summary: 'What was done to people and their access, newest first',
      description: 'For owners.',
      parameters: queryParameters(peopleActsQuerySchema),
      answer: 'PeopleActsPage',
      problems: [...OWNER, 'request.invalid'],
    },
  },
  '/v1/people/{id}': {
    patch: {
      tag: 'People',
      summary: 'Change a person’s role',
      description: 'For owners. Takes effect with the person’s next request.',
      ...byId,
      body: 'RoleChange',
      answer: 'Person',
      problems: [...OWNER, 'request.invalid', 'people.unknown', 'people.lastOwner'],
    },
    delete: {
      tag: 'People',
      summary: 'Remove a person',
      description:
        'For owners. Ends all their sessions. A round of theirs is applied before or refused after. Their records stay as they are: a desk hands them over with ordinary changes.',
      ...byId,
      problems: [...OWNER, 'people.unknown', 'people.lastOwner'],
    },
  },
  '/v1/devices/{id}': {
    delete: {
      tag: 'People',
      summary: 'End the sessions of a device',
      description: 'For owners; and for everyone on their own devices. All sessions of the same sign-in end.',
      ...byId,
      problems: [...OWNER, 'people.unknown'],
    },
  },
  '/v1/devices/{id}/removal': {
    post: {
      tag: 'People',
      summary: 'Ask for the removal of a device’s data',
      description: 'For owners. The device gets the request with its next round.',
      ...byId,
      problems: [...OWNER, 'people.unknown'],
    },
  },
  '/v1/invitations': {
    post: {
      tag: 'People',
      summary: 'Invite a person',
      description:
        'For owners. A new person, one who was removed, or one in the firm who needs a new password. An earlier invitation to the same address ends. Secret and code are in this answer only.',
      body: 'NewInvitation',
      answer: 'IssuedInvitation',
      problems: [...OWNER, 'request.invalid', 'people.unknown', 'account.email', 'account.emailTaken', 'sync.busy'],
    },
  },
  '/v1/invitations/{id}': {
    delete: {
      tag: 'People',
      summary: 'Withdraw an invitation',
      description: 'For owners.',
      ...byId,
      problems: [...OWNER, ...invitation],
    },
  },
  '/v1/invitations/look': {
    post: {
      tag: 'People',
      summary: 'What an invitation is for',
      description: 'By the secret of its link or by its code, before it is accepted. Changes nothing.',
      body: 'InvitationLook',
      answer: 'FoundInvitation',
      problems: [...open, ...invitation],
      isPublic: true,
    },
  },
  '/v1/invitations/redeem': {
    post: {
      tag: 'People',
      summary: 'Accept an invitation',
      description: 'Once. Signs the person in with the password they chose; earlier sessions of theirs end.',
      body: 'Redemption',
      answer: 'SignInResponse',
      problems: [...open, ...invitation, 'account.password', 'account.emailTaken', 'device.cloned'],
      isPublic: true,
    },
  },
  '/v1/account': {
    get: {
      tag: 'People',
      summary: 'The caller and their devices',
      description: 'For everyone.',
      answer: 'Account',
      problems: limited,
    },
    patch: {
      tag: 'People',
      summary: 'Change own name, email address or password',
      description: 'Address and password need the present password. A new password ends the other sessions.',
      body: 'AccountChange',
      answer: 'Person',
      problems: [
        ...limited,
        'request.invalid',
        'account.wrongPassword',
        'account.email',
        'account.emailTaken',
        'account.password',
        'sync.busy',
      ],
    },
  },
  '/v1/preferences': {
    post: {
      tag: 'People',
      summary: 'Exchange what the caller arranged for themselves',
      description:
        'For everyone. Merges the entries by key, the later one counting, and answers with the whole document, or null if `digest` is that of it.',
      body: 'PreferencesRequest',
      answer: 'PreferencesResponse',
      problems: [...limited, 'request.invalid'],
    },
  },
  '/v1/set-up': {
    post: {
      tag: 'People',
      summary: 'Make the firm and its first owner',
      description: 'Only while the server has no people, with the secret that it printed at its start.',
      body: 'SetUp',
      answer: 'SignInResponse',
      problems: [...open, 'setup.done', 'invitation.unknown', 'account.email', 'account.password'],
      isPublic: true,
    },
  },
};
