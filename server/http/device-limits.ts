import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { DigestRanges } from '#app/contract/protocol.ts';
import type { AuthenticatedSession } from '../auth/sessions.ts';
import { createFirmQueue } from '../storage/firm-queue.ts';

const WINDOW_MS = 60_000;
/** Fixed cost of a digest in addition to the records read, expressed in records. */
const RECORDS_A_DIGEST = 100;

/** What one device may cost this process per minute. */
export interface DeviceAllowance {
  /** Refused requests: a desk isolating poison in a batch of 100 bad changes needs 107. */
  refusals: number;
  /**
   * Records read for digests. A repair reads a table once per level of its bisection: 300,000 for 100,000 records, 4
   * million for a million. Must exceed a table's size, or no repair could progress.
   */
  digestRecords: number;
  /** Token rotations: a desk does one a day, or one when it finds that it was copied. */
  rotations: number;
  /** Changes refused with a stored ack: a large import by a read-only person has 5,000. */
  refusedChanges: number;
  /** The same for all devices of a firm. */
  refusedChangesOfFirm: number;
}

export const DEVICE_ALLOWANCE: DeviceAllowance = {
  refusals: 300,
  digestRecords: 5_000_000,
  rotations: 30,
  refusedChanges: 1_000,
  refusedChangesOfFirm: 5_000,
};

/** Throttles a device that costs too much, across all device ids of its sign-in. */
export interface DeviceLimits {
  /** @throws `auth.throttled` with `retryAfterMs` after too many refusals */
  check(session: AuthenticatedSession): void;
  /** A request was refused. */
  refused(session: AuthenticatedSession): void;
  /** `count` changes of a round were refused with stored acks. */
  changesRefused(session: AuthenticatedSession, count: number): void;
  /** @throws `auth.throttled` after too many rotations of the sign-in */
  rotating(session: AuthenticatedSession): void;
  /** Runs a device's digests one at a time. @throws `auth.throttled` after too many */
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
 * Counts all devices in one window, which starts with the first use: no timers, and no state for inactive devices. When
 * it ends, everyone has the full budget again, as a restarted repair needs.
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
