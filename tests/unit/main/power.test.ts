import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchPower } from '../../../main/power.ts';
import { manualClock } from './support.ts';

function aComputer({ isOnBattery = false } = {}) {
  const events = Object.assign(new EventEmitter(), { isOnBatteryPower: () => isOnBattery });
  const clock = manualClock();
  const link = { isOnline: true };
  const told: string[] = [];
  const stop = watchPower({
    powerMonitor: events,
    net: { isOnline: () => link.isOnline },
    desk: {
      wake: (reason) => void told.push(`wake ${reason}`),
      setSuspended: (isSuspended) => void told.push(isSuspended ? 'sleeps' : 'is awake'),
      setOnBattery: (onBattery) => void told.push(onBattery ? 'on battery' : 'plugged in'),
      setOnline: (isOnline) => void told.push(isOnline ? 'link up' : 'link down'),
    },
    clock,
  });
  return { events, clock, link, told, stop };
}

test('sleep holds the desk, waking up sets it going', () => {
  const { events, told } = aComputer();
  events.emit('suspend');
  events.emit('resume');
  events.emit('unlock-screen');
  expect(told).toEqual(['sleeps', 'is awake', 'wake resume', 'wake unlock']);
});

test('the link is told when it changes, and only then', () => {
  const { clock, link, told } = aComputer();
  clock.advance(60_000);
  link.isOnline = false;
  clock.advance(60_000);
  clock.advance(60_000);
  link.isOnline = true;
  clock.advance(60_000);
  expect(told).toEqual(['link down', 'link up', 'wake networkUp']);
});

test('the battery is told, from the start and whenever the plug is pulled or put in', () => {
  const { events, told } = aComputer({ isOnBattery: true });
  events.emit('on-ac');
  events.emit('on-battery');
  expect(told).toEqual(['on battery', 'plugged in', 'on battery']);
});

test('afterwards nothing is told any more', () => {
  const { events, clock, link, told, stop } = aComputer();
  stop();
  link.isOnline = false;
  clock.advance(60_000);
  events.emit('suspend');
  events.emit('on-battery');
  expect(told).toEqual([]);
});
