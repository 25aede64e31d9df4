import { describe, expect, it } from 'vitest';
import type { DigestRanges } from '#app/contract/protocol.ts';
import { createDeviceLimits, DEVICE_ALLOWANCE } from '../../../server/http/device-limits.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

const session = { firmId: 'f', personId: 'p', role: 'owner', deviceId: 'd', sessionId: 's', lineId: 'l' } as const;
const MAX_RANGES = 16;
/** Where a desk fetches a range rather than dividing it (app/sync/run/repair-range.ts). */
const SMALL_RANGE = 100;

/** Asks for digests as a desk whose every record differs from the server's does. Returns how often. */
async function repair(limits: ReturnType<typeof createDeviceLimits>, records: number): Promise<number> {
  const size = 2 ** Math.ceil(Math.log2(records / MAX_RANGES));
  const ranges = Array.from({ length: Math.ceil(records / size) }, (_, index) => ({
    ...{ after: null, through: null, digest: '' },
    count: Math.min(size, records - index * size),
  }));
  const answer: DigestRanges = { epoch: 'e', seq: 1, ranges };
  await limits.digest(session, async () => answer);
  let asked = 1;
  for (const { count } of ranges) if (count > SMALL_RANGE) asked += await repair(limits, count);
  return asked;
}

describe('the limits of a device', () => {
  it('are not reached by a desk that repairs all of a million records at once', async () => {
    const limits = createDeviceLimits({ clock: createVirtualClock(), log: quietLog });
    expect(await repair(limits, 1_000_000)).toBeGreaterThan(4_000);
  });

  it('allow ten tables of 100 thousand records to be repaired in one minute', async () => {
    const limits = createDeviceLimits({ clock: createVirtualClock(), log: quietLog });
    for (let table = 0; table < 10; table += 1) expect(await repair(limits, 100_000)).toBeGreaterThan(200);
  });

  it('count digests requested at the same time, since they are read one after the other', async () => {
    const limits = createDeviceLimits({ clock: createVirtualClock(), log: quietLog }, { digestRecords: 1_000 });
    const range = { after: null, through: null, digest: '', count: 500 };
    let read = 0;
    const asked = [0, 1, 2, 3].map(() =>
      limits.digest(session, async () => {
        read += 1;
        await new Promise((resolve) => setImmediate(resolve));
        return { epoch: 'e', seq: 1, ranges: [range] };
      }),
    );
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled'],
      ...['rejected', 'rejected'],
    ]);
    expect(read).toBe(2);
  });

  it('are reset a minute after the first use', async () => {
    const clock = createVirtualClock();
    const limits = createDeviceLimits({ clock, log: quietLog });
    for (let count = 0; count < DEVICE_ALLOWANCE.refusals; count += 1) {
      limits.check(session);
      limits.refused(session);
    }
    await clock.advance(59_999);
    expect(() => limits.check(session)).toThrow();
    await clock.advance(1);
    for (let count = 0; count < DEVICE_ALLOWANCE.refusals; count += 1) {
      limits.check(session);
      limits.refused(session);
    }
    expect(() => limits.check(session)).toThrow();
  });
});
