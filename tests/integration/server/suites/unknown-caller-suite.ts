import { describe, expect, it } from 'vitest';
import { healthSchema, rotationSchema, signInResponseSchema } from '#app/contract/protocol.ts';
import { anyChange } from '../../../../server/conformance/changes.ts';
import type { HttpClient } from '../../../../server/conformance/http-client.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemIds } from '../../../../server/system.ts';
import { startsHttpWorlds } from '../support/http-server.ts';
import { PASSWORD } from '../support/test-server.ts';

/** What somebody can do to others by guessing, asking and coming back. */
export function describeUnknownCallers(open: () => Database): void {
  const start = startsHttpWorlds(open);
  const behindProxy = { options: { trustProxy: 1 } };

  interface Attempt {
    email: string;
    address: string;
    password?: string;
    deviceId?: string;
  }
  async function signIn(http: HttpClient, attempt: Attempt): Promise<number> {
    const { email, address, password = PASSWORD, deviceId = systemIds.next() } = attempt;
    const body = { email, password, deviceId, deviceName: 'x' };
    return (await http.send('/v1/session', { body, headers: { 'x-forwarded-for': address } })).status;
  }
  /** Wrong passwords from many addresses until nobody from outside gets in. */
  async function guess(http: HttpClient, email: string): Promise<void> {
    for (let network = 1; network <= 6; network += 1) {
      for (let attempt = 0; attempt < 10; attempt += 1) {
        await signIn(http, { email, address: `203.0.113.${network}`, password: `wrong ${attempt}` });
      }
    }
  }

  describe('password guesses', () => {
    it('lock out neither a known device nor an address', async () => {
      const { http, firm } = await start(behindProxy);
      const known = { email: firm.email, deviceId: systemIds.next(), address: '198.51.100.1' };
      expect(await signIn(http, known)).toBe(200);
      await guess(http, firm.email);
      expect(await signIn(http, { email: firm.email, address: '192.0.2.9' })).toBe(429);
      expect(await signIn(http, { ...known, address: '192.0.2.9' })).toBe(200);
      expect(await signIn(http, { email: firm.email, address: known.address })).toBe(200);
    });

    it('under the id of a known device are throttled separately', async () => {
      const { http, firm } = await start(behindProxy);
      const known = { email: firm.email, deviceId: systemIds.next(), address: '198.51.100.2' };
      expect(await signIn(http, known)).toBe(200);
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 12; attempt += 1) {
        statuses.push(await signIn(http, { ...known, address: `203.0.113.${attempt}`, password: `wrong ${attempt}` }));
      }
      expect(statuses.filter((status) => status === 401)).toHaveLength(10);
      expect(statuses.slice(-2)).toEqual([429, 429]);
      expect(await signIn(http, { email: firm.email, address: known.address })).toBe(200);
    });

    it('from the person’s own network leave their device able to sign in', async () => {
      const { http, firm } = await start(behindProxy);
      const known = { email: firm.email, deviceId: systemIds.next(), address: '198.51.100.3' };
      expect(await signIn(http, known)).toBe(200);
      for (let attempt = 0; attempt < 110; attempt += 1) {
        await signIn(http, { email: firm.email, address: known.address, password: `wrong ${attempt}` });
      }
      expect(await signIn(http, { email: firm.email, address: known.address })).toBe(429);
      expect(await signIn(http, known)).toBe(200);
    });
  });

  describe('health', () => {
    it('does not reveal which ids are firms', async () => {
      const { http, firm } = await start();
      const proofOf = async (firmId: string) =>
        (await http.read(healthSchema, `/v1/health?nonce=abc&firm=${firmId}`)).proof ?? 'none';
      const [real, other, another] = [firm.firmId, systemIds.next(), systemIds.next()];
      expect(await proofOf(other)).toMatch(/^[0-9a-f]{64}$/);
      expect(await proofOf(other)).toBe(await proofOf(other));
      expect(new Set([await proofOf(real), await proofOf(other), await proofOf(another)]).size).toBe(3);
    });

    it('gives the same answer for an unknown id after a restart, and in another process', async () => {
      const proof = async ({ http }: { http: HttpClient }, firmId: string) =>
        (await http.read(healthSchema, `/v1/health?nonce=abc&firm=${firmId}`)).proof;
      const firmId = systemIds.next();
      const first = await start();
      const before = await proof(first, firmId);
      expect(before).toMatch(/^[0-9a-f]{64}$/);
      await first.dispose();
      expect(await proof(await start(), firmId)).toBe(before);
    });
  });

  describe('a sign-in', () => {
    it('stores no more tokens than needed, however often they are rotated', async () => {
      const { http, signIn: signInDevice, storage } = await start({ options: { allowance: { rotations: 1000 } } });
      const { session, deviceId } = await signInDevice();
      let { token } = session;
      for (let count = 0; count < 20; count += 1) {
        const rotation = { method: 'POST', token } as const;
        const lost = await http.read(rotationSchema, '/v1/session/rotate', rotation);
        const next = await http.read(rotationSchema, '/v1/session/rotate', rotation);
        expect(lost.token).not.toBe(next.token);
        if (count % 5 === 4) ({ token } = next);
      }
      const rows = await storage.transaction({ kind: 'operator', mode: 'read' }, (tx) =>
        tx.all<{ count: number }>(
          `SELECT COUNT(*) AS count FROM tokens WHERE first_used_at IS NULL AND session_id IN (
             SELECT session_id FROM sessions WHERE device_id = ?)`,
          [deviceId],
        ),
      );
      expect(rows[0]?.count).toBeLessThanOrEqual(4);
    });

    it('may rotate a limited number of times a minute, in any session, and does not slow down others', async () => {
      const { http, signIn: signInDevice } = await start({ options: { allowance: { rotations: 5 } } });
      const [greedy, modest] = [await signInDevice('greedy'), await signInDevice('modest')];
      let { token } = greedy.session;
      for (let count = 0; count < 5; count += 1) {
        const body = { deviceId: systemIds.next() };
        ({ token } = await http.read(rotationSchema, '/v1/session/rotate', { token, body }));
      }
      const answer = await http.send('/v1/session/rotate', { method: 'POST', token });
      expect(answer.status).toBe(429);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      await http.read(rotationSchema, '/v1/session/rotate', { method: 'POST', token: modest.session.token });
    });

    it('may use a limited number of device ids, and then has to sign in again', async () => {
      const { http, signIn: signInDevice, firm } = await start({ options: { allowance: { rotations: 1000 } } });
      let { token } = (await signInDevice()).session;
      const statuses: number[] = [];
      for (let count = 0; count < 51; count += 1) {
        const body = { deviceId: systemIds.next() };
        const answer = await http.send('/v1/session/rotate', { token, body });
        statuses.push(answer.status);
        if (answer.status === 200) token = JSON.parse(answer.text).token;
        else expect(JSON.parse(answer.text)).toMatchObject({ code: 'auth.expired', action: 'signIn' });
      }
      expect(statuses.at(-1)).toBe(401);
      expect(statuses.filter((status) => status === 401).length).toBeLessThan(5);
      const body = { email: firm.email, password: PASSWORD, deviceId: systemIds.next(), deviceName: 'x' };
      await http.read(signInResponseSchema, '/v1/session', { body });
    });

    it.each(['refusedChanges', 'refusedChangesOfFirm'] as const)(
      'may have a limited number of changes refused a minute, each of which is kept (%s)',
      async (limit) => {
        const { signIn: signInDevice, http } = await start({ options: { allowance: { [limit]: 20 } } });
        const devices = [await signInDevice('one'), await signInDevice('two')];
        const refuse = Array.from({ length: 10 }, () => () => anyChange({ table: 'trials' }));
        for (const device of devices) await device.push(...refuse.map((make) => make()));
        const [first] = devices;
        if (limit === 'refusedChanges') await first?.push(...refuse.map((make) => make()));
        const answer = await http.send('/v1/sync', { token: first?.session.token ?? '', body: first?.nextRequest() });
        expect(answer.status).toBe(429);
      },
    );
  });
}
