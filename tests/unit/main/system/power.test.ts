import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchPower } from '../../../../main/system/power.ts';
import { manualClock } from '../support.ts';

function aComputer({ isOnBattery = false } = {}) {
  const events = Object.assign(new EventEmitter(), { isOnBatteryPower: () => isOnBattery });
  const windows = new EventEmitter();
  const clock = manualClock();
  const link = { isOnline: true };
  const reported: string[] = [];
  const stop = watchPower({
    powerMonitor: events,
    app: windows,
    net: { isOnline: () => link.isOnline },
    desk: {
      wake: (reason) => void reported.push(`wake ${reason}`),
      setSuspended: (isSuspended) => void reported.push(isSuspended ? 'sleeps' : 'is awake'),
      setOnBattery: (onBattery) => void reported.push(onBattery ? 'on battery' : 'plugged in'),
      setOnline: (isOnline) => void reported.push(isOnline ? 'link up' : 'link down'),
    },
    clock,
  });
  return { events, windows, clock, link, reported, stop };
}

test('sleep suspends the desk, waking up resumes it', () => {
  const { events, reported } = aComputer();
  events.emit('suspend');
  events.emit('resume');
  events.emit('unlock-screen');
  expect(reported).toEqual(['sleeps', 'is awake', 'wake resume', 'wake unlock']);
});

test.each([
  ['the screen is unlocked', 'events', 'unlock-screen', 'wake unlock'],
  ['somebody touches the keyboard', 'events', 'user-did-become-active', 'is awake'],
  ['somebody comes back to the window', 'windows', 'browser-window-focus', 'is awake'],
] as const)('a computer that reports no wake-up counts as awake once %s', (_case, source, event, message) => {
  const computer = aComputer();
  computer.events.emit('suspend');
  computer[source].emit(event);
  expect(computer.reported).toEqual(['sleeps', message]);
});

test('the link is reported when it changes, and only then', () => {
  const { clock, link, reported } = aComputer();
  clock.advance(60_000);
  link.isOnline = false;
  clock.advance(60_000);
  clock.advance(60_000);
  link.isOnline = true;
  clock.advance(60_000);
  expect(reported).toEqual(['link down', 'link up', 'wake networkUp']);
});

test('the battery is reported at the start and whenever power is connected or disconnected', () => {
  const { events, reported } = aComputer({ isOnBattery: true });
  events.emit('on-ac');
  events.emit('on-battery');
  expect(reported).toEqual(['on battery', 'plugged in', 'on battery']);
});

test('after disposal nothing is reported', () => {
  const { events, windows, clock, link, reported, stop } = aComputer();
  stop();
  windows.emit('browser-window-focus');
  link.isOnline = false;
  clock.advance(60_000);
  events.emit('suspend');
  events.emit('on-battery');
  expect(reported).toEqual([]);
});
