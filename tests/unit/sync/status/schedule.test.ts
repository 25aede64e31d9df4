import { describe, expect, it } from 'vitest';
import type { FerryError } from '#app/contract/errors.ts';
import type { SyncReport } from '#app/contract/history.ts';
import { SYNC_LIMITS } from '#app/sync/limits.ts';
import { backoffDelay } from '#app/sync/status/backoff.ts';
import { createSchedule } from '#app/sync/status/schedule.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

const refused: FerryError = { code: 'network.failed', action: 'wait' };

function report(error: FerryError | null): SyncReport {
  return { startedAt: 0, durationMs: 0, syncedCount: 0, pulledCount: 0, merged: 0, conflicts: 0, parked: 0, error };
}

/** A scheduler whose world the test sets: what there is to send, whether it may run, how runs end. */
function aScheduler() {
  const clock = createVirtualClock();
  const world = {
    runs: [] as string[],
    runAtMs: [] as number[],
    error: null as FerryError | null,
    throws: false,
    mayRun: true,
    /** On the monotonic clock. */
    workDueAtMs: null as number | null,
    runTakes: null as Promise<void> | null,
    waiting: [] as (number | null)[],
  };
  const schedule = createSchedule({
    clock,
    random: () => 0.5,
    async run(reason) {
      world.runs.push(reason);
      world.runAtMs.push(clock.monotonicMs());
      await world.runTakes;
      if (world.throws) throw new Error('a run broke');
      if (world.error === null) world.workDueAtMs = null;
      return report(world.error);
    },
    mayRun: () => world.mayRun,
    workDueInMs: () => (world.workDueAtMs === null ? null : Math.max(0, world.workDueAtMs - clock.monotonicMs())),
    intervalMs: () => 5 * MINUTE_MS,
    limits: SYNC_LIMITS,
    onWaiting: (run) => world.waiting.push(run.kind === 'backoff' ? run.until - clock.nowMs() : null),
  });
  const edit = () => {
    world.workDueAtMs = 0;
    schedule.localChange();
  };
  return { clock, world, schedule, edit };
}

async function aStartedScheduler() {
  const desk = aScheduler();
  desk.schedule.start();
  await desk.clock.advance(0);
  desk.world.runs = [];
  desk.world.runAtMs = [];
  return desk;
}

describe('a scheduled run starts', () => {
  it('with the desk, and then at every interval', async () => {
    const { clock, world, schedule } = aScheduler();
    schedule.start();
    await clock.advance(10 * MINUTE_MS);
    expect(world.runs).toEqual(['start', 'interval', 'interval']);
  });

  it('soon after an edit, once for a burst of them', async () => {
    const { clock, world, edit } = await aStartedScheduler();
    for (let count = 0; count < 3; count += 1) {
      edit();
      await clock.advance(100);
    }
    expect(world.runs).toEqual([]);
    await clock.advance(SECOND_MS);
    expect(world.runs).toEqual(['localChange']);
  });

  it('within a few seconds though the person never pauses', async () => {
    const { clock, world, edit } = await aStartedScheduler();
    for (let count = 0; count < 20; count += 1) {
      edit();
      await clock.advance(200);
    }
    expect(world.runs.length).toBeGreaterThan(0);
    expect(world.runAtMs[0]).toBeLessThanOrEqual(3 * SECOND_MS);
  });

  it('right after a run during which a change was made', async () => {
    const { clock, world, schedule } = aScheduler();
    let finish = () => {};
    world.runTakes = new Promise((resolve) => {
      finish = resolve;
    });
    schedule.start();
    await clock.advance(10);
    finish();
    world.runTakes = null;
    await clock.advance(0);
    world.workDueAtMs = 0;
    schedule.consider();
    await clock.advance(0);
    expect(world.runs).toEqual(['start', 'localChange']);
  });

  it('when a postponed change is due', async () => {
    const { clock, world, schedule } = await aStartedScheduler();
    world.workDueAtMs = clock.monotonicMs() + 30 * SECOND_MS;
    schedule.consider();
    await clock.advance(29 * SECOND_MS);
    expect(world.runs).toEqual([]);
    await clock.advance(SECOND_MS);
    expect(world.runs).toEqual(['localChange']);
  });

  it.each(['resume', 'unlock', 'networkUp', 'manual'] as const)('at once on %s', async (reason) => {
    const { clock, world, schedule } = await aStartedScheduler();
    schedule.wake(reason);
    await clock.advance(0);
    expect(world.runs).toEqual([reason]);
  });

  it('on an event of the server, spread over a quarter of a second', async () => {
    const { clock, world, schedule } = await aStartedScheduler();
    schedule.wake('serverEvent');
    await clock.advance(100);
    expect(world.runs).toEqual([]);
    await clock.advance(150);
    expect(world.runs).toEqual(['serverEvent']);
  });

  it('sooner when the interval is shortened', async () => {
    const { clock, world, schedule } = await aStartedScheduler();
    schedule.intervalChanged();
    await clock.advance(5 * MINUTE_MS);
    expect(world.runs).toEqual(['interval']);
  });

  it('never while sync is not allowed, and at the next check once it is', async () => {
    const { clock, world, schedule, edit } = await aStartedScheduler();
    world.mayRun = false;
    edit();
    schedule.wake('resume');
    await clock.advance(60 * MINUTE_MS);
    expect(world.runs).toEqual([]);
    world.mayRun = true;
    schedule.consider();
    await clock.advance(0);
    expect(world.runs).toHaveLength(1);
  });

  it('on request even while sync is not allowed', async () => {
    const { world, schedule } = await aStartedScheduler();
    world.mayRun = false;
    await schedule.runNow();
    expect(world.runs).toEqual(['manual']);
  });

  it('never after the schedule is stopped', async () => {
    const { clock, world, schedule, edit } = await aStartedScheduler();
    edit();
    schedule.stop();
    schedule.wake('manual');
    await clock.advance(60 * MINUTE_MS);
    expect(world.runs).toEqual([]);
  });
});

describe('after a failure', () => {
  it('each wait is longer, up to five minutes, and not at all after a success', async () => {
    const { clock, world, edit } = await aStartedScheduler();
    world.error = refused;
    edit();
    await clock.advance(60 * MINUTE_MS);
    const gaps = world.runAtMs.slice(1).map((atMs, index) => atMs - (world.runAtMs[index] ?? 0));
    expect(gaps.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000]);
    expect(Math.max(...gaps)).toBe(2.5 * MINUTE_MS);
    world.error = null;
    await clock.advance(5 * MINUTE_MS);
    const before = world.runs.length;
    edit();
    await clock.advance(SECOND_MS);
    expect(world.runs).toHaveLength(before + 1);
  });

  it('the time of the next run is reported', async () => {
    const { clock, world, edit } = await aStartedScheduler();
    world.error = refused;
    edit();
    await clock.advance(SECOND_MS);
    expect(world.waiting[0]).toBe(500);
  });

  it('a wake-up starts a run at once', async () => {
    const { clock, world, schedule } = await aStartedScheduler();
    world.error = refused;
    for (let count = 0; count < 8; count += 1) {
      schedule.wake('networkUp');
      await clock.advance(0);
    }
    expect(world.runs).toHaveLength(8);
  });

  it('a requested wait of a minute is respected, with a margin, whatever wakes the desk, except for a person', async () => {
    const { clock, world, schedule, edit } = await aStartedScheduler();
    world.error = { ...refused, code: 'server.unavailable', details: { retryAfterMs: MINUTE_MS } };
    schedule.wake('resume');
    await clock.advance(0);
    world.error = null;
    edit();
    schedule.wake('serverEvent');
    schedule.wake('networkUp');
    await clock.advance(63 * SECOND_MS - 1);
    expect(world.runs).toHaveLength(1);
    await clock.advance(1);
    expect(world.runs).toHaveLength(2);
    await schedule.runNow();
    expect(world.runs).toHaveLength(3);
  });

  it('a server that asks for an update is asked again at intervals, whatever wakes the desk', async () => {
    const { clock, world, schedule, edit } = await aStartedScheduler();
    world.error = { ...refused, code: 'client.updateRequired' };
    schedule.wake('resume');
    for (let minute = 0; minute < 60; minute += 1) {
      edit();
      schedule.wake('serverEvent');
      await clock.advance(MINUTE_MS);
    }
    expect(world.runs.length).toBeGreaterThan(8);
    expect(world.runs.length).toBeLessThanOrEqual(12);
  });

  it('a run that throws does not stop the timer', async () => {
    const { clock, world, schedule } = await aStartedScheduler();
    world.throws = true;
    schedule.wake('resume');
    await clock.advance(20 * SECOND_MS);
    expect(world.runs.length).toBeGreaterThan(2);
    world.throws = false;
    await clock.advance(10 * MINUTE_MS);
    expect(world.runs.at(-1)).toBe('interval');
  });

  it('an outbox that cannot be read does not stop it either', async () => {
    const clock = createVirtualClock();
    const runs: string[] = [];
    const schedule = createSchedule({
      clock,
      random: () => 0.5,
      run: async (reason) => {
        runs.push(reason);
        return report(null);
      },
      mayRun: () => true,
      workDueInMs: () => {
        throw new Error('disk I/O error');
      },
      intervalMs: () => 5 * MINUTE_MS,
      limits: SYNC_LIMITS,
      onWaiting: () => {},
    });
    schedule.start();
    await clock.advance(5 * MINUTE_MS);
    expect(runs).toEqual(['start', 'interval']);
  });
});

describe('the backoff', () => {
  it.each([
    [1, 0.999_999, 1_000],
    [2, 0.999_999, 2_000],
    [5, 0.999_999, 16_000],
    [20, 0.999_999, 300_000],
    [10_000, 0.999_999, 300_000],
    [5, 0.5, 8_000],
    [5, 0, 250],
    [0, 0.5, 500],
  ])('of attempt %i at chance %d is %i ms', (attempt, chance, delayMs) => {
    expect(backoffDelay(attempt, () => chance)).toBe(delayMs);
  });
});
