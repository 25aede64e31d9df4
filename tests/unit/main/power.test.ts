import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { watchPower } from '../../../main/power.ts';
import { manualClock } from './support.ts';

function aComputer() {
  const events = new EventEmitter();
  const clock = manualClock();
  const link = { isOnline: true };
  const told: string[] = [];
  const stop = watchPower({
    powerMonitor: events,
    net: { isOnline: () => link.isOnline },
    desk: {
      wake: (reason) => void told.push(`wake ${reason}`),
      setSuspended: (isSuspended) => void told.push(isSuspended ? 'sleeps' : 'is awake'),
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

test('afterwards nothing is told any more', () => {
  const { events, clock, link, told, stop } = aComputer();
  stop();
  link.isOnline = false;
  clock.advance(60_000);
  events.emit('suspend');
  expect(told).toEqual([]);
});
