import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { foundInvitationSchema, teamSchema } from '#app/contract/people.ts';
import { signInResponseSchema } from '#app/contract/protocol.ts';
import { INVITED_PASSWORD, invite, joined, newAddress, redemption } from '../invited.ts';
import type { CaseGroup } from '../kit.ts';

const LOOK = '/v1/invitations/look';
const REDEEM = '/v1/invitations/redeem';

/** How a person comes into a firm. */
export const invitations: CaseGroup = {
  name: 'Invitations',
  cases: [
    {
      title: 'an unknown secret and an unknown code are answered alike',
      async run({ http }) {
        for (const secret of ['nothing-anybody-was-given-xxxxxxxxxxxxxxxxx', '7ZZZ-ZZZZ-ZZZZ-ZZZZ']) {
          equal((await http.problem(404, LOOK, { body: { secret } })).code, 'invitation.unknown');
          equal((await http.problem(404, REDEEM, { body: redemption(secret) })).code, 'invitation.unknown');
        }
      },
    },
    {
      title: 'looking at one tells firm, person and role, by link and by code as it is typed, and uses nothing up',
      needs: 'owner',
      async run(context) {
        const { http, ana } = context;
        const { secret, code, invitation } = await invite(context);
        for (const typed of [secret, code, code.toLowerCase().replaceAll('-', ' ')]) {
          const found = await http.read(foundInvitationSchema, LOOK, { body: { secret: typed } });
          deepEqual(found.firm, ana.session.firm);
          deepEqual([found.email, found.role, found.personId], [invitation.email, 'staff', null]);
        }
        equal((await http.send(REDEEM, { body: redemption(secret) })).status, 200);
      },
    },
    {
      title: 'redeeming one signs the person in with the invited role, under their own password',
      needs: 'owner',
      async run(context) {
        const { person, firm, people } = await joined(context, 'readOnly');
        deepEqual([person.role, person.active, firm.id], ['readOnly', true, context.ana.session.firm.id]);
        ok(people.some(({ id }) => id === person.id));
        const body = { email: person.email, password: INVITED_PASSWORD, deviceId: v7(), deviceName: 'again' };
        equal((await context.http.read(signInResponseSchema, '/v1/session', { body })).person.id, person.id);
      },
    },
    {
      title: 'one opens once, by either of its secrets; also of two desks at the same moment only one gets in',
      needs: 'owner',
      async run(context) {
        const { http } = context;
        const { secret, code } = await invite(context);
        const both = await Promise.all([secret, code].map((each) => http.send(REDEEM, { body: redemption(each) })));
        deepEqual(both.map(({ status }) => status).sort(), [200, 410]);
        equal((await http.problem(410, REDEEM, { body: redemption(secret) })).code, 'invitation.used');
        equal((await http.problem(410, LOOK, { body: { secret: code } })).code, 'invitation.used');
      },
    },
    {
      title: 'a withdrawn one is unknown; so is one that a later one to the same address has replaced',
      needs: 'owner',
      async run(context) {
        const { http, ana } = context;
        const request = { name: 'Ines Invited', email: newAddress(), role: 'staff' } as const;
        const first = await invite(context, request);
        const second = await invite(context, request);
        equal((await http.problem(404, LOOK, { body: { secret: first.secret } })).code, 'invitation.unknown');
        const { token } = ana.session;
        const path = `/v1/invitations/${second.invitation.id}`;
        equal((await http.send(path, { method: 'DELETE', token })).status, 204);
        equal((await http.problem(404, REDEEM, { body: redemption(second.secret) })).code, 'invitation.unknown');
        equal((await http.problem(404, path, { method: 'DELETE', token })).code, 'invitation.unknown');
      },
    },
    {
      title: 'a short password leaves it unused; an address that somebody has is refused at once',
      needs: 'owner',
      async run(context) {
        const { http, ana } = context;
        const { secret } = await invite(context);
        const short = { ...redemption(secret), password: 'short' };
        equal((await http.problem(400, REDEEM, { body: short })).code, 'account.password');
        equal((await http.send(REDEEM, { body: redemption(secret) })).status, 200);
        const body = { name: 'Again', email: ana.session.person.email.toUpperCase(), role: 'staff' };
        const problem = await http.problem(409, '/v1/invitations', { token: ana.session.token, body });
        equal(problem.code, 'account.emailTaken');
      },
    },
    {
      title: 'a forgotten password is an invitation for the same person: role kept, earlier sessions ended',
      needs: 'owner',
      async run(context) {
        const { http } = context;
        const before = await joined(context);
        const { secret } = await invite(context, { personId: before.person.id, role: 'owner' });
        const body = { ...redemption(secret), password: 'another one of theirs' };
        const after = await http.read(signInResponseSchema, REDEEM, { body });
        deepEqual([after.person.id, after.person.role], [before.person.id, 'staff']);
        notEqual(after.token, before.token);
        equal((await http.problem(401, '/v1/people', { token: before.token })).code, 'auth.revoked');
      },
    },
    {
      title: 'open ones are listed for owners, without their secrets',
      needs: 'owner',
      async run(context) {
        const { http, ana } = context;
        const { invitation, secret, code } = await invite(context);
        const answer = await http.send('/v1/team', { token: ana.session.token });
        const team = teamSchema.parse(JSON.parse(answer.text));
        deepEqual(
          team.invitations.find(({ id }) => id === invitation.id),
          invitation,
        );
        ok(!answer.text.includes(secret) && !answer.text.includes(code));
      },
    },
    {
      title: 'wrong codes are throttled after a while, and the link goes on',
      needs: 'owner',
      async run(context) {
        const { http } = context;
        const { code, secret } = await invite(context);
        const wrong = code.slice(0, 4) + '0'.repeat(12);
        const statuses = new Set<number>();
        for (let guess = 0; guess < 12; guess += 1) {
          statuses.add((await http.send(LOOK, { body: { secret: wrong } })).status);
        }
        deepEqual([...statuses], [404, 429]);
        equal((await http.problem(429, LOOK, { body: { secret: code } })).code, 'auth.throttled');
        equal((await http.send(LOOK, { body: { secret } })).status, 200);
      },
    },
    {
      title: 'a server with people cannot be set up',
      async run({ http }) {
        const own = { name: 'Mallory', email: newAddress(), password: INVITED_PASSWORD };
        const body = { secret: 'x'.repeat(43), firmName: 'Firm', ...own, deviceId: v7(), deviceName: 'x' };
        equal((await http.problem(409, '/v1/set-up', { body })).code, 'setup.done');
      },
    },
  ],
};
