import { equal, match, notEqual, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { peopleSchema, rotationSchema, signInResponseSchema } from '#app/contract/protocol.ts';
import { insertClient } from '../changes.ts';
import type { CaseGroup } from '../kit.ts';

export const sessions: CaseGroup = {
  name: 'Sessions',
  cases: [
    {
      title: 'signing in gives a token, the person, the firm, its people and a health key',
      async run({ ana, credentials }) {
        const { token, person, firm, people, expiresAt, healthKey } = ana.session;
        ok(token.length >= 20 && healthKey.length >= 16);
        equal(person.email, credentials.email.toLowerCase());
        ok(firm.id && firm.name);
        ok(people.some(({ id }) => id === person.id));
        ok(expiresAt > 0);
      },
    },
    {
      title: 'the email address is compared without regard to case',
      async run({ http, credentials }) {
        const body = { ...credentials, email: credentials.email.toUpperCase(), deviceId: v7(), deviceName: 'upper' };
        ok(await http.read(signInResponseSchema, '/v1/session', { body }));
      },
    },
    {
      title: 'a wrong password and an unknown person get the same answer',
      async run({ http, credentials }) {
        const device = { deviceId: v7(), deviceName: 'wrong' };
        const wrong = await http.problem(401, '/v1/session', { body: { ...credentials, password: 'no', ...device } });
        const nobody = await http.problem(401, '/v1/session', {
          body: { email: `nobody-${v7()}@example.test`, password: 'no', ...device },
        });
        equal(wrong.code, 'auth.invalid');
        equal(nobody.code, wrong.code);
        equal(nobody.detail, wrong.detail);
      },
    },
    {
      title: 'repeated wrong guesses are soon throttled, with the time to wait',
      async run({ http }) {
        const email = `nobody-${v7()}@example.test`;
        for (let attempt = 0; attempt < 20; attempt += 1) {
          const body = { email, password: `guess ${attempt}`, deviceId: v7(), deviceName: 'guess' };
          const answer = await http.send('/v1/session', { body });
          if (answer.status === 401) continue;
          equal(answer.status, 429);
          equal(JSON.parse(answer.text).code, 'auth.throttled');
          ok(Number(answer.headers.get('retry-after')) > 0);
          return;
        }
        throw new Error('Twenty wrong passwords were looked at.');
      },
    },
    {
      title: 'a body is not waited for where nobody is signed in: the answer is 401, whatever is in it',
      async run({ http }) {
        equal((await http.problem(401, '/v1/sync', { body: '{"broken' })).code, 'auth.required');
      },
    },
    {
      title: 'a rotation to another device id makes a session for it, and the old device goes on',
      async run({ http, newDevice }) {
        const device = await newDevice();
        const { token } = device.session;
        const deviceId = v7();
        const fresh = await http.read(rotationSchema, '/v1/session/rotate', { token, body: { deviceId } });
        const body = { ...device.nextRequest(), deviceId, ticket: null, epoch: null, round: 1, cursor: 0 };
        equal((await http.send('/v1/sync', { token: fresh.token, body })).status, 200);
        ok(await http.read(peopleSchema, '/v1/people', { token }));
      },
    },
    {
      title: 'a request without a token is auth.required',
      async run({ http }) {
        for (const path of ['/v1/snapshot?table=clients', '/v1/digest?table=clients', '/v1/people', '/v1/events']) {
          equal((await http.problem(401, path)).code, 'auth.required');
        }
      },
    },
    {
      title: 'a token nobody gave out is refused',
      async run({ http }) {
        match((await http.problem(401, '/v1/people', { token: `ferry_${'x'.repeat(43)}` })).code, /^auth\./);
      },
    },
    {
      title: 'signing out ends the session at once',
      async run({ http, newDevice }) {
        const { session } = await newDevice();
        const answer = await http.send('/v1/session', { method: 'DELETE', token: session.token });
        equal(answer.status, 204);
        equal((await http.problem(401, '/v1/people', { token: session.token })).code, 'auth.revoked');
      },
    },
    {
      title: 'signing out one device leaves the other signed in',
      async run({ http, newDevice, ana }) {
        const { session } = await newDevice();
        await http.send('/v1/session', { method: 'DELETE', token: session.token });
        ok(await http.read(peopleSchema, '/v1/people', { token: ana.session.token }));
      },
    },
    {
      title: 'a rotated token works; the old one goes on until the new one is used, and a moment longer',
      async run({ http, newDevice }) {
        const { session } = await newDevice();
        const fresh = await http.read(rotationSchema, '/v1/session/rotate', { method: 'POST', token: session.token });
        notEqual(fresh.token, session.token);
        ok(await http.read(peopleSchema, '/v1/people', { token: session.token }));
        ok(await http.read(peopleSchema, '/v1/people', { token: fresh.token }));
        ok(await http.read(peopleSchema, '/v1/people', { token: session.token }));
      },
    },
    {
      title: 'a rotation whose answer was lost can be repeated with the old token',
      async run({ http, newDevice }) {
        const { session } = await newDevice();
        const options = { method: 'POST', token: session.token } as const;
        await http.read(rotationSchema, '/v1/session/rotate', options);
        const second = await http.read(rotationSchema, '/v1/session/rotate', options);
        ok(await http.read(peopleSchema, '/v1/people', { token: second.token }));
      },
    },
    {
      title: 'a session syncs only under its own device id; another one has to get a session of its own',
      async run({ http, ana }) {
        const body = { ...ana.nextRequest({ changes: [insertClient(v7())] }), deviceId: v7() };
        equal((await http.problem(409, '/v1/sync', { token: ana.session.token, body })).code, 'device.cloned');
      },
    },
  ],
};
