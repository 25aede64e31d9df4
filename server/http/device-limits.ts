import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { DigestRanges } from '#app/contract/protocol.ts';
import type { AuthenticatedSession } from '../auth/sessions.ts';
import { createFirmQueue } from '../storage/firm-queue.ts';

const WINDOW_MS = 60_000;
/** What a digest costs beside the records it goes through, told in records. */
const RECORDS_A_DIGEST = 100;

/** What one device may cost this process within a minute. */
export interface DeviceAllowance {
  /** Requests that are refused: 107 by a desk that has to find out that every change of a batch of 100 spoils it. */
  refusals: number;
  /**
   * Records gone through for digests. A repair goes through a table once for each level of its bisection: 300 thousand
   * for 100 thousand records, 4 million for a million. It has to be more than a table holds, or no repair would get on.
   */
  digestRecords: number;
}

export const DEVICE_ALLOWANCE: DeviceAllowance = { refusals: 300, digestRecords: 5_000_000 };

/** Holds back a device that costs too much, through whatever device ids its sign-in goes. */
export interface DeviceLimits {
  /** @throws `auth.throttled` with `retryAfterMs` where too much was refused. */
  check(session: AuthenticatedSession): void;
  /** A request was refused. */
  refused(session: AuthenticatedSession): void;
  /** A device's digests one after the other. @throws `auth.throttled` where it had too many. */
  digest(session: AuthenticatedSession, read: () => Promise<DigestRanges>): Promise<DigestRanges>;
}

export function createDeviceLimits(
  { clock, log }: { clock: Pick<Clock, 'monotonicMs'>; log: Log },
  allowance: Partial<DeviceAllowance> = {},
): DeviceLimits {
  const { refusals, digestRecords } = { ...DEVICE_ALLOWANCE, ...allowance };
  const refused = createBudget('refusals', refusals, clock, log);
  const digested = createBudget('digestRecords', digestRecords, clock, log);
  const digests = createFirmQueue(1);
  return {
    check: refused.check,
    refused: (session) => refused.spend(session, 1),
    digest: (session, read) =>
      digests.run(session.lineId, async () => {
        digested.check(session);
        const answer = await read();
        digested.spend(
          session,
          answer.ranges.reduce((sum, { count }) => sum + count, RECORDS_A_DIGEST),
        );
        return answer;
      }),
  };
}

/**
 * Counts within a window of all devices, which begins with the first that spends: no timer, and nothing is kept of a
 * device that spends nothing. When it ends everyone has the whole of it again, as a repair that begins anew needs.
 */
function createBudget(name: string, most: number, clock: Pick<Clock, 'monotonicMs'>, log: Log) {
  const spent = new Map<string, number>();
  let endsAtMs = 0;

  function leftMs(): number {
    const left = endsAtMs - clock.monotonicMs();
    if (left <= 0) spent.clear();
    return left;
  }

  return {
    check({ lineId }: AuthenticatedSession): void {
      if (spent.size === 0) return;
      const retryAfterMs = leftMs();
      if ((spent.get(lineId) ?? 0) < most) return;
      const message = 'This device asks for too much that leads nowhere. Try again in a minute.';
      throw new FerryFailure('auth.throttled', message, 'wait', { retryAfterMs });
    },
    spend({ lineId, deviceId }: AuthenticatedSession, amount: number): void {
      if (leftMs() <= 0) endsAtMs = clock.monotonicMs() + WINDOW_MS;
      const before = spent.get(lineId) ?? 0;
      spent.set(lineId, before + amount);
      if (before < most && before + amount >= most) log.warn('device.heldBack', { deviceId, limit: name });
    },
  };
}
