import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { UpdateObstacle, UpdateState } from '#app/contract/updates.ts';
import { type InstalledApp, rolloutBucket } from '../../../../main/updates/feed-policy.ts';
import { createUpdater } from '../../../../main/updates/updater.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';
import { aFakeEngine, aFakeFeed, aFeed, aMemory, CONTENT, fakeSettings } from './support.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const nothingNew = { ok: true as const, feed: aFeed({ version: '1.0.0' }) };
const halted = { ok: true as const, feed: aFeed({ isHalted: true, sequence: 1001 }) };
const silent = { ok: false as const, failure: 'unreachable' as const };

describe('an app that cannot update itself', () => {
  it('reports why, and requests nothing', async () => {
    const { updater, clock, feed } = anUpdater({ obstacle: 'notInstalled' });
    clock.advance(DAY_MS);
    expect(await updater.check()).toEqual({ kind: 'unavailable', reason: 'notInstalled' });
    expect(feed.asked).toEqual([]);
  });
});

describe('checking', () => {
  it('reports nothing before the first check, which runs a minute after the start', async () => {
    const { updater, clock, feed } = anUpdater();
    const before = [updater.state(), feed.asked.length];
    clock.advance(MINUTE_MS);
    expect([before, feed.asked]).toEqual([[{ kind: 'unchecked' }, 0], ['latest']]);
  });

  it('remembers the time of the last check', async () => {
    const { updater, feed, clock } = anUpdater();
    feed.answer = nothingNew;
    expect(await updater.check()).toEqual({ kind: 'current', checkedAtMs: clock.nowMs() });
  });

  it('repeats every four hours, and sooner after a failure', async () => {
    const { clock, updater, feed } = anUpdater();
    feed.answer = nothingNew;
    await updater.check();
    feed.answer = silent;
    clock.advance(4 * HOUR_MS);
    await updater.check();
    const before = feed.asked.length;
    clock.advance(30 * MINUTE_MS);
    expect([before, feed.asked.length]).toEqual([2, 3]);
  });

  it('is one check, however often it is requested meanwhile', async () => {
    const { updater, feed } = anUpdater();
    await Promise.all([updater.check(), updater.check()]);
    expect(feed.asked).toEqual(['latest']);
  });

  it('reports every state from the check to the update that is ready', async () => {
    const { updater, states } = anUpdater();
    await updater.check();
    await vi.waitFor(() => expect(updater.state().kind).toBe('ready'));
    expect(states.map((state) => ('percent' in state ? [state.kind, state.percent] : [state.kind]))).toEqual([
      ['checking'],
      ['downloading', 0],
      ['downloading', 100],
      ['ready'],
    ]);
    expect(updater.state()).toMatchObject({ version: '2.0.0', notes: { en: '- Something new' } });
  });

  it('takes its place in a rollout by the device as it is then: damaged data may be repaired long after the start', async () => {
    const device = { id: 'd1' };
    const { updater, feed } = anUpdater({ deviceId: () => device.id });
    const places = ['d1', 'd2', 'd3', 'd4'].map((id) => ({ id, place: rolloutBucket('2.0.0', id) }));
    const [first, ...others] = places.toSorted((a, b) => a.place - b.place);
    feed.answer = { ok: true, feed: aFeed({ rolloutPercent: Math.ceil(first?.place ?? 0) }) };
    device.id = others.at(-1)?.id ?? '';
    const before = await updater.check();
    device.id = first?.id ?? '';
    await updater.check();
    expect(before.kind).toBe('current');
    expect(updater.state().kind).not.toBe('current');
  });

  it('works again after a feed that did not answer', async () => {
    const { updater, feed } = anUpdater();
    feed.answer = silent;
    expect(await updater.check()).toEqual({ kind: 'failed', failure: 'unreachable', version: null });
    feed.answer = nothingNew;
    expect(await updater.check()).toMatchObject({ kind: 'current' });
  });

  it('ends when it is disposed', async () => {
    const { updater, clock, settings, feed } = anUpdater();
    updater.dispose();
    clock.advance(DAY_MS);
    settings.choose('beta');
    expect(feed.asked).toEqual([]);
  });
});

describe('downloading', () => {
  it('fails when it stalls, and works with a new engine afterwards', async () => {
    const { updater, engine, clock, engines } = anUpdater();
    engine.fetch = (onBytes) => {
      onBytes(3);
      return new Promise(() => {});
    };
    await updater.check();
    await vi.waitFor(() => expect(updater.state()).toMatchObject({ percent: 20 }));
    clock.advance(59_999);
    const before = updater.state().kind;
    clock.advance(1);
    await vi.waitFor(() => expect(updater.state()).toEqual({ kind: 'failed', failure: 'stalled', version: '2.0.0' }));
    engine.fetch = async () => {};
    await updater.check();
    await vi.waitFor(() => expect(updater.state().kind).toBe('ready'));
    expect([before, engines()]).toEqual(['downloading', 2]);
  });

  it('continues for as long as data arrives', async () => {
    const { updater, engine, clock } = anUpdater();
    let arrive = (_received: number) => {};
    engine.fetch = (onBytes) => {
      arrive = onBytes;
      return new Promise(() => {});
    };
    await updater.check();
    for (const received of [1, 2, 3, 4]) {
      await vi.waitFor(() => arrive(received));
      clock.advance(50_000);
    }
    expect(updater.state().kind).toBe('downloading');
  });

  it('fails when more data arrives than was signed', async () => {
    const { updater, engine } = anUpdater();
    engine.fetch = async (onBytes, signal) => {
      onBytes(CONTENT.length + 1);
      if (!signal.aborted) throw new Error('nobody stopped it');
    };
    await updater.check();
    await vi.waitFor(() => expect(updater.state()).toMatchObject({ kind: 'failed', failure: 'damaged' }));
  });

  it.each([
    ['a wrong hash', Object.assign(new Error('sha512 mismatch'), { code: 'ERR_CHECKSUM_MISMATCH' }), 'damaged'],
    ['a full disk', Object.assign(new Error('write'), { code: 'ENOSPC' }), 'diskFull'],
    ['a redirect to another host', new Error('net::ERR_BLOCKED_BY_CLIENT'), 'otherOrigin'],
    ['a connection that breaks', new Error('net::ERR_CONNECTION_RESET'), 'unreachable'],
  ])('names %s by its code', async (_what, error, failure) => {
    const { updater, engine } = anUpdater();
    engine.fetch = () => Promise.reject(error);
    await updater.check();
    await vi.waitFor(() => expect(updater.state()).toEqual({ kind: 'failed', failure, version: '2.0.0' }));
  });

  it('ends when a download is cancelled', async () => {
    const { updater, engine, feed } = anUpdater();
    let signal: AbortSignal | undefined;
    engine.fetch = (_onBytes, given) => {
      signal = given;
      return new Promise(() => {});
    };
    await updater.check();
    await vi.waitFor(() => expect(signal).toBeDefined());
    feed.answer = halted;
    expect(await updater.check()).toMatchObject({ kind: 'current' });
    expect(signal?.aborted).toBe(true);
  });
});

describe('a ready update', () => {
  it('is installed when the feed confirms it: the app quits, and installs as its last step', async () => {
    const { updater, engine, memory, acts } = await readyUpdater();
    expect(await updater.install()).toMatchObject({ kind: 'installing' });
    await updater.finish();
    expect(acts()).toEqual(['stage', 'mark quitting', 'quit', 'install and relaunch']);
    expect([memory.stored().installing, engine.failAt]).toEqual(['2.0.0', null]);
  });

  it('is installed when the app quits', async () => {
    const { updater, acts } = await readyUpdater();
    await updater.finish();
    expect(acts()).toEqual(['stage', 'install']);
  });

  it.each([
    ['called back', halted, 'withdrawn', 'failed'],
    ['replaced by a newer one', { ok: true as const, feed: aFeed({ version: '2.0.1' }) }, 'withdrawn', 'failed'],
    ['not to be confirmed', silent, 'unconfirmed', 'ready'],
    ['in a replayed feed', { ok: false as const, failure: 'replayed' as const }, 'replayed', 'ready'],
  ])('is not installed when it is %s', async (_what, answer, failure, kind) => {
    const { updater, feed, acts } = await readyUpdater();
    feed.answer = answer;
    expect(await updater.install()).toMatchObject({ kind, failure });
    expect(acts().filter((act) => act !== 'discard')).toEqual([]);
    await updater.finish();
    expect(acts().filter((act) => act !== 'discard')).toEqual([]);
  });

  it('is not installed at the end of an app that quits before the feed has confirmed it', async () => {
    const { updater, feed, acts } = await readyUpdater();
    feed.read = () => new Promise(() => {});
    void updater.install();
    feed.read = async () => silent;
    await updater.finish();
    expect(acts()).toEqual([]);
  });

  it('is not installed when the file was changed after its download', async () => {
    const { updater, engine, acts } = await readyUpdater();
    writeFileSync(engine.file, 'something else!');
    expect(await updater.install()).toMatchObject({ kind: 'failed', failure: 'damaged' });
    expect(acts()).toEqual(['discard']);
  });

  it('is discarded when the channel is changed, before the other feed answers', async () => {
    const { updater, settings, feed, acts } = await readyUpdater();
    feed.read = () => new Promise(() => {});
    settings.choose('beta');
    expect(updater.state()).toEqual({ kind: 'checking' });
    await updater.finish();
    expect(acts()).toEqual(['discard']);
  });

  it('is withdrawn by the next check', async () => {
    const { updater, feed, acts } = await readyUpdater();
    feed.answer = halted;
    expect(await updater.check()).toEqual({ kind: 'failed', failure: 'withdrawn', version: '2.0.0' });
    expect(await updater.check()).toMatchObject({ kind: 'current' });
    expect(acts()).toEqual(['discard']);
  });

  it('stays ready when a check fails', async () => {
    const { updater, feed } = await readyUpdater();
    feed.answer = silent;
    expect(await updater.check()).toMatchObject({ kind: 'ready', failure: null });
  });

  it('is kept, and the refusal is reported, when the system refuses it', async () => {
    const { updater, engine, memory, log } = await readyUpdater();
    engine.failAt = 'stage';
    expect(await updater.install()).toMatchObject({ kind: 'ready', failure: 'installFailed' });
    expect([memory.stored().installing, log.events.includes('update.installFailed')]).toEqual([null, true]);
  });

  it('restores the old version when the installation fails at the end', async () => {
    const { updater, engine, acts } = await readyUpdater();
    engine.failAt = 'install and relaunch';
    await updater.install();
    await updater.finish();
    expect(acts().at(-1)).toBe('relaunch');
  });

  it('is not installed by a restart for another reason', async () => {
    const { updater, acts } = await readyUpdater();
    updater.holdBack();
    await updater.finish();
    expect(acts()).toEqual([]);
  });

  it('is announced after a day, and weekly from then on', async () => {
    const { updater, clock } = await readyUpdater();
    const isDue = () => (updater.state() as { isDue?: boolean }).isDue;
    clock.advance(DAY_MS - 1);
    const early = isDue();
    clock.advance(1);
    const due = isDue();
    updater.postpone();
    for (let day = 1; day < 7; day += 1) clock.advance(DAY_MS);
    const postponed = isDue();
    clock.advance(DAY_MS);
    expect([early, due, postponed, isDue()]).toEqual([false, true, false, true]);
  });
});

describe('after a start', () => {
  it('an installation without effect is reported once', () => {
    const memory = aMemory({ installing: '2.0.0' });
    expect(anUpdater({ memory }).updater.state()).toEqual({
      kind: 'failed',
      failure: 'installFailed',
      version: '2.0.0',
    });
    expect(anUpdater({ memory }).updater.state()).toEqual({ kind: 'unchecked' });
  });

  it('a successful installation needs no message', () => {
    const memory = aMemory({ installing: '1.0.0' });
    expect(anUpdater({ memory }).updater.state()).toEqual({ kind: 'unchecked' });
  });
});

function anUpdater({
  obstacle = null as UpdateObstacle | null,
  memory = aMemory(),
  deviceId = (): string => 'd1',
} = {}) {
  const clock = manualClock();
  const engine = aFakeEngine(temporaryFolder());
  const feed = aFakeFeed();
  const settings = fakeSettings();
  const log = recordingLog();
  const states: UpdateState[] = [];
  let engines = 0;
  const app: InstalledApp = { version: '1.0.0', platform: 'linux', arch: 'x64', target: 'AppImage', deviceId };
  const updater = createUpdater({
    obstacle,
    app,
    settings,
    feed,
    memory,
    createEngine: async () => {
      engines += 1;
      return engine;
    },
    timings: { checkTimeoutMs: 30_000, stallTimeoutMs: 60_000 },
    markQuitting: () => void engine.acts.push('mark quitting'),
    relaunch: () => void engine.acts.push('relaunch'),
    clock,
    log,
  });
  updater.onChange((state) => states.push(state));
  return {
    updater,
    engine,
    feed,
    settings,
    clock,
    log,
    memory,
    states,
    engines: () => engines,
    acts: () => engine.acts,
  };
}

async function readyUpdater() {
  const parts = anUpdater();
  await parts.updater.check();
  await vi.waitFor(() => expect(parts.updater.state().kind).toBe('ready'));
  expect(existsSync(parts.engine.file)).toBe(true);
  return parts;
}
