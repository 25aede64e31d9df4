import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Settings, settingsSchema, type UpdateState } from '#app/contract/settings.ts';
import { createListeners } from '../../../main/listeners.ts';
import { createUpdater, type UpdateEngine } from '../../../main/updater.ts';
import { manualClock, recordingLog } from './support.ts';

const MINUTE_MS = 60_000;

describe('without a feed', () => {
  it('the updater is disabled, loads nothing and checks nothing', async () => {
    const { updater, clock, loads } = anUpdater({ hasFeed: false });
    clock.advance(24 * 60 * MINUTE_MS);
    expect([await updater.check(), loads()]).toEqual([{ kind: 'disabled' }, 0]);
  });
});

describe('with a feed', () => {
  it('loads the engine only when the first check is due', async () => {
    const { clock, loads } = anUpdater();
    const before = loads();
    clock.advance(MINUTE_MS);
    expect([before, loads()]).toEqual([0, 1]);
  });

  it('goes on checking every four hours', async () => {
    const { clock, updater, engine } = anUpdater();
    clock.advance(MINUTE_MS);
    await updater.check();
    const before = engine.checks;
    clock.advance(4 * 60 * MINUTE_MS);
    await updater.check();
    expect(engine.checks - before).toBe(2);
  });

  it('tells every state from the check to the update that is ready', async () => {
    const { updater, engine } = anUpdater();
    const states: UpdateState[] = [];
    updater.onChange((state) => states.push(state));
    engine.answer = (emit) => {
      emit('checking-for-update');
      emit('update-available', { version: '2.0.0' });
      emit('download-progress', { percent: 50.5 });
      emit('update-downloaded', { version: '2.0.0' });
    };
    await updater.check();
    expect(states).toEqual([
      { kind: 'checking' },
      { kind: 'available', version: '2.0.0' },
      { kind: 'downloading', version: '2.0.0', percent: 50 },
      { kind: 'ready', version: '2.0.0' },
    ]);
  });

  it('turns a check that throws into a state of one line', async () => {
    const { updater, engine } = anUpdater();
    engine.answer = () => {
      throw new Error('getaddrinfo ENOTFOUND updates.example\nHeaders: …');
    };
    expect(await updater.check()).toEqual({ kind: 'error', message: 'getaddrinfo ENOTFOUND updates.example' });
  });

  it('turns an engine that cannot be loaded into a state', async () => {
    const { updater } = anUpdater({ loadFails: true });
    expect(await updater.check()).toEqual({ kind: 'error', message: 'cannot be loaded' });
  });

  it('asks for the channel of the settings, and never for an older version', async () => {
    const { updater, engine, settings } = anUpdater();
    await updater.check();
    const first = { channel: engine.channel, allowDowngrade: engine.allowDowngrade };
    settings.choose('beta');
    await updater.check();
    expect([first, { channel: engine.channel, allowDowngrade: engine.allowDowngrade }]).toEqual([
      { channel: 'latest', allowDowngrade: false },
      { channel: 'beta', allowDowngrade: false },
    ]);
  });

  it('installs what is ready, and only that', async () => {
    const { updater, engine } = anUpdater();
    await updater.check();
    updater.install();
    engine.emit('update-available', { version: '2.0.0' });
    engine.emit('update-downloaded', { version: '2.0.0' });
    const before = engine.installs;
    updater.install();
    await updater.check();
    expect([before, engine.installs]).toEqual([0, 1]);
  });

  it('checks no more once it is disposed', async () => {
    const { updater, clock, settings, loads } = anUpdater();
    updater.dispose();
    clock.advance(24 * 60 * MINUTE_MS);
    settings.choose('beta');
    expect(loads()).toBe(0);
  });
});

function anUpdater({ hasFeed = true, loadFails = false } = {}) {
  let loads = 0;
  const clock = manualClock();
  const engine = fakeEngine();
  const settings = fakeSettings();
  const loadEngine = async () => {
    loads += 1;
    if (loadFails) throw new Error('cannot be loaded');
    return engine;
  };
  const updater = createUpdater({ settings, clock, log: recordingLog(), hasFeed, loadEngine });
  return { updater, engine, settings, clock, loads: () => loads };
}

interface FakeEngine extends UpdateEngine {
  checks: number;
  installs: number;
  answer: (emit: (name: string, payload?: unknown) => void) => void;
  emit: (name: string, payload?: unknown) => void;
}

/** Stands in for electron-updater: turns downgrades on with the channel, as that does, and answers as it is told. */
function fakeEngine(): FakeEngine {
  const events = new EventEmitter();
  let channel: string | null = null;
  const engine: FakeEngine = {
    autoDownload: false,
    autoInstallOnAppQuit: false,
    allowDowngrade: false,
    logger: null,
    checks: 0,
    installs: 0,
    answer: () => {},
    emit: (name, payload) => events.emit(name, payload),
    get channel() {
      return channel;
    },
    set channel(value) {
      channel = value;
      engine.allowDowngrade = true;
    },
    on(name, listener) {
      events.on(name, listener);
      return this;
    },
    async checkForUpdates() {
      engine.checks += 1;
      engine.answer(engine.emit);
      return null;
    },
    quitAndInstall: () => {
      engine.installs += 1;
    },
  };
  return engine;
}

function fakeSettings() {
  const listeners = createListeners<Settings>();
  let current = settingsSchema.parse({});
  return {
    get: () => current,
    onChange: listeners.add,
    choose(updateChannel: Settings['updateChannel']) {
      current = { ...current, updateChannel };
      listeners.tell(current);
    },
  };
}
