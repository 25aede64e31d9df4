import { describe, expect, it } from 'vitest';
import { digestRangesSchema, rotationSchema } from '#app/contract/protocol.ts';
import { insertClient } from '../../../../server/conformance/changes.ts';
import type { TestDevice } from '../../../../server/conformance/device.ts';
import type { HttpClient } from '../../../../server/conformance/http-client.ts';
import { DEVICE_ALLOWANCE } from '../../../../server/http/device-limits.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemIds } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { startsHttpWorlds } from '../support/http-server.ts';

const DIGEST = '/v1/digest?table=clients';

export function describeLimits(open: () => Database): void {
  describe('a device that costs too much', () => {
    const start = startsHttpWorlds(open);

    /** Sends rounds that are none until one is held back. Returns how many were refused before. */
    async function refuseUntilHeldBack(http: HttpClient, { session: { token } }: TestDevice): Promise<number> {
      for (let refused = 0; refused < 1_000; refused += 1) {
        const { status } = await http.send('/v1/sync', { token, body: { round: 'none' } });
        if (status === 429) return refused;
        expect(status).toBe(400);
      }
      throw new Error('Nothing holds it back.');
    }

    it('by refused rounds in a loop has to wait for a minute, and no other device has to', async () => {
      const clock = createVirtualClock({ startMs: Date.now() });
      const warned: unknown[] = [];
      const log = { ...quietLog, warn: (event: string, facts?: object) => void warned.push({ event, ...facts }) };
      const { http, signIn } = await start({ clock, log });
      const [broken, sound] = [await signIn('broken'), await signIn('sound')];
      expect(await refuseUntilHeldBack(http, broken)).toBe(DEVICE_ALLOWANCE.refusals);
      await clock.advance(20_000);
      const request = { token: broken.session.token, body: broken.nextRequest() };
      expect(await http.problem(429, '/v1/sync', request)).toMatchObject({ code: 'auth.throttled', action: 'wait' });
      expect((await http.send('/v1/sync', request)).headers.get('retry-after')).toBe('40');
      expect(warned).toEqual([{ event: 'device.heldBack', deviceId: broken.deviceId, limit: 'refusals' }]);
      expect((await sound.pushOne(insertClient(systemIds.next()))).outcome).toBe('applied');
      await clock.advance(40_000);
      expect((await broken.pushOne(insertClient(systemIds.next()))).outcome).toBe('applied');
    });

    it('is not admitted again under another device id, but may sign out', async () => {
      const { http, signIn } = await start({ options: { allowance: { refusals: 5 } } });
      const device = await signIn();
      const body = { deviceId: systemIds.next() };
      const rotation = { token: device.session.token, body };
      const { token } = await http.read(rotationSchema, '/v1/session/rotate', rotation);
      await refuseUntilHeldBack(http, device);
      expect((await http.problem(429, '/v1/people', { token })).code).toBe('auth.throttled');
      expect((await http.send('/v1/session', { method: 'DELETE', token })).status).toBe(204);
    });

    it('by requesting digests has to wait with these alone', async () => {
      const { http, signIn } = await start({ options: { allowance: { digestRecords: 350 } } });
      const device = await signIn();
      const { token } = device.session;
      await device.push(...Array.from({ length: 30 }, () => insertClient(systemIds.next())));
      // 100 and the 30 there are for each, so that the third begins below the limit and ends beyond it.
      const answers = await Promise.all([0, 1, 2, 3, 4].map(() => http.send(DIGEST, { token })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
      expect(await http.problem(429, DIGEST, { token })).toMatchObject({ code: 'auth.throttled', action: 'wait' });
      expect((await device.pushOne(insertClient(systemIds.next()))).outcome).toBe('applied');
      await http.read(digestRangesSchema, DIGEST, { token: (await signIn('another')).session.token });
    });
  });
}
