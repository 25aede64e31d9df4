import { afterEach, describe, expect, it } from 'vitest';
import { FerryFailure } from '#app/contract/errors.ts';
import { peopleSchema, rotationSchema, signInResponseSchema } from '#app/contract/protocol.ts';
import { type Accounts, createAccounts } from '../../../../server/auth/accounts.ts';
import type { PasswordHasher } from '../../../../server/auth/passwords.ts';
import { insertClient } from '../../../../server/conformance/changes.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemClock, systemIds } from '../../../../server/system.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { type HttpWorld, startHttpWorld } from '../support/http-server.ts';
import { PASSWORD, testPasswords } from '../support/test-server.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Holds every look at a password until it is let go, as a long queue would. */
function heldPasswords() {
  let letGo = () => {};
  let arrived = () => {};
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const isWaiting = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const passwords: PasswordHasher = {
    hash: (password) => testPasswords.hash(password),
    async verify(password, hash) {
      arrived();
      await released;
      return testPasswords.verify(password, hash);
    },
  };
  return { passwords, isWaiting, letGo };
}

/** Who gets in, and how they are kept out again. */
export function describeAccess(open: () => Database): void {
  let world: HttpWorld | undefined;
  async function start(options: Omit<Parameters<typeof startHttpWorld>[0], 'storage'> = {}): Promise<HttpWorld> {
    world = await startHttpWorld({ ...options, storage: open() });
    return world;
  }
  afterEach(async () => {
    await world?.dispose();
    world = undefined;
  });
  const accounts = (): Accounts =>
    createAccounts({ storage: open(), clock: systemClock, ids: systemIds, passwords: testPasswords });
  const signInBody = (email: string, password = PASSWORD, deviceId = systemIds.next()) => ({
    email,
    password,
    deviceId,
    deviceName: 'a desk',
  });
  const addColleague = async (firmId: string) => {
    const email = `colleague-${systemIds.next()}@example.test`;
    await accounts().addPerson(firmId, { name: 'Cora', email, password: PASSWORD, role: 'staff' });
    return email;
  };

  describe('access', () => {
    it('is refused to a computer whose data folder was copied from one without access', async () => {
      const { http, firm, signIn } = await start();
      const original = await signIn();
      await http.read(signInResponseSchema, '/v1/session', {
        body: signInBody(firm.email, PASSWORD, original.deviceId),
      });
      const reported = await http.problem(401, '/v1/people', { token: original.session.token });
      expect(reported).toMatchObject({ code: 'auth.superseded', action: 'signIn' });

      await accounts().revoke({ firmId: firm.firmId, deviceId: original.deviceId });
      expect((await http.problem(401, '/v1/people', { token: original.session.token })).code).toBe('auth.revoked');
    });

    it('ends for a revoked device under every id it has used', async () => {
      const { http, firm, signIn } = await start();
      const stolen = await signIn();
      const kept = await signIn();
      const [first, second] = [systemIds.next(), systemIds.next()];
      const rotate = (token: string, deviceId: string) =>
        http.read(rotationSchema, '/v1/session/rotate', { token, body: { deviceId } });
      const child = await rotate(stolen.session.token, first);
      const grandchild = await rotate(child.token, second);
      // The thief even signs out where he came from.
      await http.send('/v1/session', { method: 'DELETE', token: stolen.session.token });
      await http.read(peopleSchema, '/v1/people', { token: grandchild.token });

      expect(await accounts().revoke({ firmId: firm.firmId, deviceId: stolen.deviceId })).toBe(2);
      for (const { token } of [stolen.session, child, grandchild]) {
        expect((await http.problem(401, '/v1/people', { token })).code).toBe('auth.revoked');
      }
      await http.read(peopleSchema, '/v1/people', { token: kept.session.token });
    });

    it('cannot be passed on by a rotation that was under way when it ended', async () => {
      const { http, firm, signIn } = await start();
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const device = await signIn();
        const { token } = device.session;
        const rotations = Array.from({ length: 6 }, () =>
          http.send('/v1/session/rotate', { token, body: { deviceId: systemIds.next() } }),
        );
        await accounts().revoke({ firmId: firm.firmId, deviceId: device.deviceId });
        for (const { status, text } of await Promise.all(rotations)) {
          if (status === 200) await http.problem(401, '/v1/people', { token: JSON.parse(text).token });
          else expect(status).toBe(401);
        }
      }
    });

    it('is listed for an operator: a person’s devices, and which are signed in', async () => {
      const { http, firm, signIn } = await start();
      const [laptop, desktop] = [await signIn('Laptop'), await signIn('Desktop')];
      await http.send('/v1/session', { method: 'DELETE', token: laptop.session.token });
      const devices = await accounts().devices(firm.email);
      expect(new Map(devices.map(({ deviceId, name, isSignedIn }) => [deviceId, [name, isSignedIn]]))).toEqual(
        new Map([
          [laptop.deviceId, ['Laptop', false]],
          [desktop.deviceId, ['Desktop', true]],
        ]),
      );
    });

    it('is not given for the old password to a sign-in that was under way when it was changed', async () => {
      const { passwords, isWaiting, letGo } = heldPasswords();
      const { http, firm } = await start({ passwords });
      const attempts = Array.from({ length: 3 }, () => http.send('/v1/session', { body: signInBody(firm.email) }));
      await isWaiting;
      await accounts().setPassword(firm.email, 'another good password');
      letGo();
      for (const answer of await Promise.all(attempts)) expect(answer.status, answer.text).toBe(401);
    });

    it('is not given to a person removed during their sign-in', async () => {
      const { passwords, isWaiting, letGo } = heldPasswords();
      const { http, firm } = await start({ passwords });
      const attempt = http.send('/v1/session', { body: signInBody(firm.email) });
      await isWaiting;
      await accounts().removePerson(firm.email);
      letGo();
      expect((await attempt).status).toBe(401);
    });

    it('cannot be guessed in parallel: at most ten wrong passwords are checked', async () => {
      const { http, firm } = await start();
      const guesses = Array.from({ length: 40 }, (_, index) =>
        http.send('/v1/session', { body: signInBody(firm.email, index === 39 ? PASSWORD : `wrong ${index}`) }),
      );
      const statuses = (await Promise.all(guesses)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
      expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(29);
    });

    it('is refused for a while after ten wrong passwords, even with the right one, then given again', async () => {
      const clock = createVirtualClock({ startMs: Date.now() });
      const { http, firm } = await start({ clock });
      const wrong = signInBody(firm.email, 'wrong');
      for (let attempt = 0; attempt < 10; attempt += 1) await http.problem(401, '/v1/session', { body: wrong });
      const answer = await http.send('/v1/session', { body: signInBody(firm.email) });
      expect(answer.status).toBe(429);
      expect(JSON.parse(answer.text).code).toBe('auth.throttled');
      const seconds = Number(answer.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(0);
      await clock.advance(seconds * 1000);
      await http.read(signInResponseSchema, '/v1/session', { body: signInBody(firm.email) });
    });

    it('is not throttled by mistakes before a right password', async () => {
      const { http, firm, signIn } = await start();
      const body = signInBody(firm.email, 'wrong');
      for (let round = 0; round < 3; round += 1) {
        for (let attempt = 0; attempt < 9; attempt += 1) await http.problem(401, '/v1/session', { body });
        await signIn();
      }
    });

    it('takes as much work to refuse for an unknown person as for a wrong password', async () => {
      const hashes: (string | undefined)[] = [];
      const passwords: PasswordHasher = {
        hash: (password) => testPasswords.hash(password),
        verify(password, hash) {
          hashes.push(hash);
          return testPasswords.verify(password, hash);
        },
      };
      const { http, firm } = await start({ passwords });
      await http.problem(401, '/v1/session', { body: signInBody(firm.email, 'wrong') });
      await http.problem(401, '/v1/session', { body: signInBody(`nobody-${systemIds.next()}@example.test`) });
      await http.problem(401, '/v1/session', { body: signInBody('not an address') });
      expect(hashes).toEqual([expect.stringMatching(/^scrypt/), undefined, undefined]);
    });

    it('is postponed when too many sign in at once, and that counts against nobody', async () => {
      let isBusy = true;
      const passwords: PasswordHasher = {
        hash: (password) => testPasswords.hash(password),
        async verify(password, hash) {
          if (isBusy) throw new FerryFailure('sync.busy', 'wait', { retryAfterMs: 5000 });
          return testPasswords.verify(password, hash);
        },
      };
      const { http, firm } = await start({ passwords });
      for (let attempt = 0; attempt < 12; attempt += 1) {
        const answer = await http.send('/v1/session', { body: signInBody(firm.email) });
        expect(answer.status).toBe(503);
        expect(answer.headers.get('retry-after')).toBe('5');
      }
      isBusy = false;
      await http.read(signInResponseSchema, '/v1/session', { body: signInBody(firm.email) });
    });

    it('lasts thirty days unless the token is rotated', async () => {
      const clock = createVirtualClock({ startMs: Date.now() });
      const { http, signIn } = await start({ clock });
      const [idle, busy] = [await signIn(), await signIn()];
      await clock.advance(29 * DAY_MS);
      await http.read(peopleSchema, '/v1/people', { token: idle.session.token });
      const fresh = await http.read(rotationSchema, '/v1/session/rotate', {
        method: 'POST',
        token: busy.session.token,
      });
      await clock.advance(DAY_MS);
      expect((await http.problem(401, '/v1/people', { token: idle.session.token })).code).toBe('auth.expired');
      await http.read(peopleSchema, '/v1/people', { token: fresh.token });
    });

    it('to a device id is refused while a colleague is signed in with it, and given once they have signed out', async () => {
      const { http, firm, signIn } = await start();
      const colleague = await addColleague(firm.firmId);
      const { deviceId, session } = await signIn('Olga’s laptop');
      const body = signInBody(colleague, PASSWORD, deviceId);
      expect((await http.problem(409, '/v1/session', { body })).code).toBe('device.cloned');
      const own = await http.read(signInResponseSchema, '/v1/session', { body: signInBody(colleague) });
      const rotation = { token: own.token, body: { deviceId } };
      expect((await http.problem(409, '/v1/session/rotate', rotation)).code).toBe('device.cloned');
      expect((await accounts().devices(firm.email)).map(({ name }) => name)).toEqual(['Olga’s laptop']);
      await http.send('/v1/session', { method: 'DELETE', token: session.token });
      await http.read(signInResponseSchema, '/v1/session', { body });
    });

    it('follows the role from the next request on', async () => {
      const { firm, signIn } = await start();
      const device = await signIn();
      await accounts().setRole(firm.email, 'readOnly');
      expect((await device.pushOne(insertClient(systemIds.next()))).code).toBe('auth.readOnly');
      await accounts().setRole(firm.email, 'staff');
      expect((await device.pushOne(insertClient(systemIds.next()))).outcome).toBe('applied');
    });

    it('is restored to a person who was removed, as the person they were, but not with their old sessions', async () => {
      const { http, firm, signIn } = await start();
      const { session } = await signIn();
      await accounts().removePerson(firm.email);
      const back = { name: 'Olga again', email: firm.email, password: 'another good password', role: 'staff' } as const;
      expect(await accounts().addPerson(firm.firmId, back)).toBe(firm.ownerId);
      await expect(accounts().addPerson(firm.firmId, back)).rejects.toMatchObject({
        error: { code: 'account.emailTaken' },
      });
      expect((await http.problem(401, '/v1/people', { token: session.token })).code).toBe('auth.revoked');
      await http.problem(401, '/v1/session', { body: signInBody(firm.email) });
      const answer = await http.read(signInResponseSchema, '/v1/session', {
        body: signInBody(firm.email, 'another good password'),
      });
      expect(answer.person).toMatchObject({ id: firm.ownerId, name: 'Olga again', role: 'staff' });
    });
  });
}
