import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { DigestRanges } from '#app/contract/protocol.ts';
import type { AuthenticatedSession } from '../auth/sessions.ts';
import { createFirmQueue } from '../storage/firm-queue.ts';

const WINDOW_MS = 60_000;
/** The fixed cost of a digest beside the records it reads, in records. */
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
  /** Rotations of the token: a desk does one a day, or one when it finds that it was copied. */
  rotations: number;
  /** Changes that are refused with an ack, which is kept: a large import by somebody who may only read has 5,000. */
  refusedChanges: number;
  /** The same of all devices of a firm. */
  refusedChangesOfFirm: number;
}

export const DEVICE_ALLOWANCE: DeviceAllowance = {
  refusals: 300,
  digestRecords: 5_000_000,
  rotations: 30,
  refusedChanges: 1_000,
  refusedChangesOfFirm: 5_000,
};

/** Holds back a device that costs too much, through whatever device ids its sign-in goes. */
export interface DeviceLimits {
  /** @throws `auth.throttled` with `retryAfterMs` where too much was refused. */
  check(session: AuthenticatedSession): void;
  /** A request was refused. */
  refused(session: AuthenticatedSession): void;
  /** So many changes of a round were refused, and that is kept. */
  changesRefused(session: AuthenticatedSession, count: number): void;
  /** @throws `auth.throttled` where the sign-in had too many rotations. */
  rotating(session: AuthenticatedSession): void;
  /** A device's digests one after the other. @throws `auth.throttled` where it had too many. */
  digest(session: AuthenticatedSession, read: () => Promise<DigestRanges>): Promise<DigestRanges>;
}

export function createDeviceLimits(
  { clock, log }: { clock: Pick<Clock, 'monotonicMs'>; log: Log },
  allowance: Partial<DeviceAllowance> = {},
): DeviceLimits {
  const most = { ...DEVICE_ALLOWANCE, ...allowance };
  const ofLine = ({ lineId }: AuthenticatedSession) => lineId;
  const ofFirm = ({ firmId }: AuthenticatedSession) => firmId;
  const budget = (name: keyof DeviceAllowance, whose = ofLine) => createBudget(name, most[name], whose, clock, log);
  const refused = budget('refusals');
  const digested = budget('digestRecords');
  const rotated = budget('rotations');
  const changesRefused = [budget('refusedChanges'), budget('refusedChangesOfFirm', ofFirm)];
  const digests = createFirmQueue(1);
  return {
    check(session) {
      refused.check(session);
      for (const each of changesRefused) each.check(session);
    },
    refused: (session) => refused.spend(session, 1),
    changesRefused(session, count) {
      for (const each of changesRefused) each.spend(session, count);
    },
    rotating(session) {
      rotated.check(session);
      rotated.spend(session, 1);
    },
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
function createBudget(
  name: string,
  most: number,
  whose: (session: AuthenticatedSession) => string,
  clock: Pick<Clock, 'monotonicMs'>,
  log: Log,
) {
  const spent = new Map<string, number>();
  let endsAtMs = 0;

  function leftMs(): number {
    const left = endsAtMs - clock.monotonicMs();
    if (left <= 0) spent.clear();
    return left;
  }

  return {
    check(session: AuthenticatedSession): void {
      if (spent.size === 0) return;
      const retryAfterMs = leftMs();
      if ((spent.get(whose(session)) ?? 0) < most) return;
      throw new FerryFailure('auth.throttled', 'wait', { retryAfterMs });
    },
    spend(session: AuthenticatedSession, amount: number): void {
      if (amount === 0) return;
      if (leftMs() <= 0) endsAtMs = clock.monotonicMs() + WINDOW_MS;
      const before = spent.get(whose(session)) ?? 0;
      spent.set(whose(session), before + amount);
      if (before < most && before + amount >= most) {
        log.warn('device.heldBack', { deviceId: session.deviceId, limit: name });
      }
    },
  };
}
