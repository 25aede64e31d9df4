import { deepEqual, equal, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { accountSchema, peopleActsPageSchema, teamSchema } from '#app/contract/people.ts';
import { personSchema, signInResponseSchema } from '#app/contract/protocol.ts';
import { INVITED_PASSWORD, invite, joined, redemption } from '../invited.ts';
import type { CaseContext, CaseGroup } from '../kit.ts';

/** What owners do with people, and everyone with their own account. */
export const people: CaseGroup = {
  name: 'People, roles and accounts',
  cases: [
    {
      title: 'a role changes with the next request; an owner’s routes are closed to everybody else',
      needs: 'owner',
      async run(context) {
        const { http, ana } = context;
        const { person, token } = await joined(context);
        equal((await http.problem(403, '/v1/team', { token })).code, 'auth.notOwner');
        const change = { method: 'PATCH', token: ana.session.token, body: { role: 'owner' } } as const;
        equal((await http.read(personSchema, `/v1/people/${person.id}`, change)).role, 'owner');
        equal((await http.send('/v1/team', { token })).status, 200);
      },
    },
    {
      title: 'a removed person is refused at once, stays by name, and comes back as the same person',
      needs: 'owner',
      async run(context) {
        const { http, ana } = context;
        const { person, token } = await joined(context);
        equal((await remove(context, person.id)).status, 204);
        equal((await http.problem(401, '/v1/people', { token })).code, 'auth.revoked');
        const { people: list } = teamSchema.parse(await team(context));
        equal(list.find(({ id }) => id === person.id)?.active, false);
        const body = { email: person.email, password: INVITED_PASSWORD, deviceId: v7(), deviceName: 'x' };
        equal((await http.problem(401, '/v1/session', { body })).code, 'auth.invalid');
        const { secret } = await invite(context, { personId: person.id, role: 'readOnly' });
        const back = await http.read(signInResponseSchema, '/v1/invitations/redeem', { body: redemption(secret) });
        deepEqual([back.person.id, back.person.role, back.person.active], [person.id, 'readOnly', true]);
        equal(back.firm.id, ana.session.firm.id);
      },
    },
    {
      title: 'the acts are in the firm’s trail, newest first, with who and whom',
      needs: 'owner',
      async run(context) {
        const { http, ana } = context;
        const { person } = await joined(context);
        await remove(context, person.id);
        const { token, person: owner } = ana.session;
        const page = await http.read(peopleActsPageSchema, '/v1/team/acts?limit=2', { token });
        deepEqual(
          page.entries.map(({ act, by, personId }) => [act, by, personId]),
          [
            ['removed', owner.id, person.id],
            ['joined', person.id, person.id],
          ],
        );
        const next = await http.read(peopleActsPageSchema, `/v1/team/acts?limit=1&before=${page.next}`, { token });
        deepEqual([next.entries[0]?.act, next.entries[0]?.detail], ['invited', 'staff']);
      },
    },
    {
      title: 'a device is listed with its person; revoking it ends its session alone; a colleague may not',
      needs: 'owner',
      async run(context) {
        const { http, ana } = context;
        const first = await joined(context);
        const body = { email: first.person.email, password: INVITED_PASSWORD, deviceId: v7(), deviceName: 'second' };
        const second = await http.read(signInResponseSchema, '/v1/session', { body });
        const { people: list } = teamSchema.parse(await team(context));
        const devices = list.find(({ id }) => id === first.person.id)?.devices ?? [];
        deepEqual(devices.map(({ deviceId }) => deviceId).sort(), [first.deviceId, body.deviceId].sort());
        const path = `/v1/devices/${first.deviceId}`;
        const other = await joined(context);
        const refused = await http.problem(403, path, { method: 'DELETE', token: other.token });
        equal(refused.code, 'auth.notOwner');
        equal((await http.send(path, { method: 'DELETE', token: ana.session.token })).status, 204);
        equal((await http.problem(401, '/v1/people', { token: first.token })).code, 'auth.revoked');
        equal((await http.send('/v1/people', { token: second.token })).status, 200);
      },
    },
    {
      title: 'an owner asks for the removal of a device’s data, and its problem says so once access is gone',
      needs: 'owner',
      async run(context) {
        const { http, ana } = context;
        const { token, deviceId } = await joined(context);
        const path = `/v1/devices/${deviceId}/removal`;
        equal((await http.send(path, { method: 'POST', token: ana.session.token })).status, 204);
        await http.send('/v1/session', { method: 'DELETE', token });
        ok((await http.problem(401, '/v1/people', { token })).removal);
        const unknown = `/v1/devices/${v7()}/removal`;
        const problem = await http.problem(404, unknown, { method: 'POST', token: ana.session.token });
        equal(problem.code, 'people.unknown');
      },
    },
    {
      title: 'of two owners who remove each other at the same moment exactly one is left',
      needs: 'owner',
      async run(context) {
        const { http } = context;
        const [one, two] = [await joined(context, 'owner'), await joined(context, 'owner')];
        const answers = await Promise.all([
          http.send(`/v1/people/${two.person.id}`, { method: 'DELETE', token: one.token }),
          http.send(`/v1/people/${one.person.id}`, { method: 'DELETE', token: two.token }),
        ]);
        deepEqual(answers.map(({ status }) => status).sort(), [204, 401]);
        const { people: list } = teamSchema.parse(await team(context));
        const left = list.filter(({ id, active }) => active && (id === one.person.id || id === two.person.id));
        equal(left.length, 1);
      },
    },
    {
      title: 'own name without a password; address and password only with the present one; other sessions end',
      needs: 'owner',
      async run(context) {
        const { http } = context;
        const { token, person, deviceId } = await joined(context);
        const body = { email: person.email, password: INVITED_PASSWORD, deviceId: v7(), deviceName: 'second' };
        const second = await http.read(signInResponseSchema, '/v1/session', { body });
        const change = (wanted: object) => ({ method: 'PATCH', token, body: wanted }) as const;
        equal((await http.read(personSchema, '/v1/account', change({ name: 'Renamed' }))).name, 'Renamed');
        const newPassword = 'quite another password';
        for (const wanted of [{ newPassword }, { newPassword, password: 'wrong' }, { email: 'x@conformance.test' }]) {
          equal((await http.problem(403, '/v1/account', change(wanted))).code, 'account.wrongPassword');
        }
        await http.read(personSchema, '/v1/account', change({ newPassword, password: INVITED_PASSWORD }));
        equal((await http.problem(401, '/v1/people', { token: second.token })).code, 'auth.revoked');
        const account = await http.read(accountSchema, '/v1/account', { token });
        equal(account.person.name, 'Renamed');
        ok(account.devices.some((device) => device.deviceId === deviceId && device.isSignedIn));
      },
    },
  ],
};

async function team({ http, ana }: CaseContext): Promise<unknown> {
  return JSON.parse((await http.send('/v1/team', { token: ana.session.token })).text);
}

function remove({ http, ana }: CaseContext, personId: string) {
  return http.send(`/v1/people/${personId}`, { method: 'DELETE', token: ana.session.token });
}
