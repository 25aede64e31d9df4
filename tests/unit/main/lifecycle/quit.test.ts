import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { quitInOrder } from '../../../../main/lifecycle/quit.ts';
import { manualClock, recordingLog } from '../support.ts';

/** As much of Electron's app as quitting takes. */
function anApp() {
  const events = new EventEmitter();
  const state = { hasEnded: false };
  function quit() {
    let isPrevented = false;
    events.emit('before-quit', { preventDefault: () => (isPrevented = true) });
    if (isPrevented) return;
    events.emit('will-quit', { preventDefault: () => (isPrevented = true) });
    if (!isPrevented) state.hasEnded = true;
  }
  return { app: { on: events.on.bind(events), quit } as Pick<App, 'on' | 'quit'>, quit, state };
}

async function settled() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
}

test('the app ends only after all shutdown hooks have run, in order', async () => {
  const { app, quit, state } = anApp();
  const order: string[] = [];
  const desk = Promise.withResolvers<void>();
  const shutdownHooks = [() => void order.push('tray'), () => desk.promise.then(() => void order.push('desk'))];
  const quitting = quitInOrder({ app, shutdownHooks, clock: manualClock(), log: recordingLog() });
  expect(quitting.isUnderWay()).toBe(false);
  quit();
  await settled();
  expect(quitting.isUnderWay()).toBe(true);
  expect(state.hasEnded).toBe(false);
  desk.resolve();
  await settled();
  expect(order).toEqual(['tray', 'desk']);
  expect(state.hasEnded).toBe(true);
});

test('a failing hook does not prevent the others', async () => {
  const { app, quit, state } = anApp();
  const order: string[] = [];
  const log = recordingLog();
  const failing = () => {
    throw new Error('stuck');
  };
  quitInOrder({ app, shutdownHooks: [failing, () => void order.push('desk')], clock: manualClock(), log });
  quit();
  await settled();
  expect(order).toEqual(['desk']);
  expect(log.events).toContain('quit.failed');
  expect(state.hasEnded).toBe(true);
});

test('a desk that never answers is not awaited forever', async () => {
  const { app, quit, state } = anApp();
  const clock = manualClock();
  quitInOrder({ app, shutdownHooks: [() => new Promise<void>(() => {})], clock, log: recordingLog() });
  quit();
  await settled();
  expect(state.hasEnded).toBe(false);
  clock.advance(60_000);
  await settled();
  expect(state.hasEnded).toBe(true);
});

test('confirmations come first, once at a time, and nothing ends until they allow it', async () => {
  const { app, quit, state } = anApp();
  const answers: PromiseWithResolvers<boolean>[] = [];
  const mayQuit = () => {
    const answer = Promise.withResolvers<boolean>();
    answers.push(answer);
    return answer.promise;
  };
  const quitting = quitInOrder({ app, shutdownHooks: [], mayQuit, clock: manualClock(), log: recordingLog() });
  quit();
  quit();
  expect(answers).toHaveLength(1);
  answers[0]?.resolve(false);
  await settled();
  expect([state.hasEnded, quitting.isUnderWay()]).toEqual([false, false]);
  quit();
  answers[1]?.resolve(true);
  await settled();
  expect([state.hasEnded, answers.length]).toEqual([true, 2]);
});

test('a confirmation that fails does not prevent quitting', async () => {
  const { app, quit, state } = anApp();
  const mayQuit = () => Promise.reject(new Error('no window'));
  quitInOrder({ app, shutdownHooks: [], mayQuit, clock: manualClock(), log: recordingLog() });
  quit();
  await settled();
  await settled();
  expect(state.hasEnded).toBe(true);
});

test('closing a window counts as quitting once an update says so, before any confirmation', () => {
  const { app } = anApp();
  const quitting = quitInOrder({ app, shutdownHooks: [], clock: manualClock(), log: recordingLog() });
  const autoUpdater = new EventEmitter();
  const window = () => (quitting.isUnderWay() ? 'destroyed' : 'hidden');
  const before = window();
  autoUpdater.on('before-quit-for-update', quitting.markUnderWay);
  autoUpdater.emit('before-quit-for-update');
  expect([before, window()]).toEqual(['hidden', 'destroyed']);
});

test('the last step runs after all hooks, with its own timeout', async () => {
  const { app, quit, state } = anApp();
  const clock = manualClock();
  const order: string[] = [];
  const install = Promise.withResolvers<void>();
  const lastAct = () => {
    order.push('install');
    return install.promise;
  };
  quitInOrder({ app, shutdownHooks: [() => void order.push('desk')], lastAct, clock, log: recordingLog() });
  quit();
  await settled();
  quit();
  clock.advance(5_000);
  await settled();
  expect([order, state.hasEnded]).toEqual([['desk', 'install'], false]);
  install.resolve();
  await settled();
  expect(state.hasEnded).toBe(true);
});

test('a last step that fails or never ends does not keep the app alive', async () => {
  for (const lastAct of [() => Promise.reject(new Error('no')), () => new Promise<void>(() => {})]) {
    const { app, quit, state } = anApp();
    const clock = manualClock();
    quitInOrder({ app, shutdownHooks: [], lastAct, clock, log: recordingLog() });
    quit();
    await settled();
    clock.advance(60_000);
    await settled();
    expect(state.hasEnded).toBe(true);
  }
});
