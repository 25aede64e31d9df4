import type { MessageBoxOptions } from 'electron';
import { expect, test } from 'vitest';
import { createBackground } from '../../../../main/shell/background.ts';
import { createHints } from '../../../../main/shell/hints.ts';
import { textIn } from '../../../../main/shell/i18n.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

interface Case {
  platform?: NodeJS.Platform;
  hasTray?: boolean;
  response?: number;
  file?: string;
}

function aWindow({ platform = 'linux', hasTray = true, response = 0, file }: Case = {}) {
  const asked: MessageBoxOptions[] = [];
  const done: string[] = [];
  const hints = createHints({
    file: file ?? `${temporaryFolder()}/hints.json`,
    clock: manualClock(),
    log: recordingLog(),
  });
  const putAway = createBackground({
    platform,
    hasTray: async () => hasTray,
    hints,
    ask: async (options) => {
      asked.push(options);
      return { response };
    },
    text: () => textIn('en', { language: 'en-GB', region: 'en-GB' }),
    quit: () => done.push('quit'),
  });
  const window = {
    hide: () => done.push('hide'),
    minimize: () => done.push('minimize'),
    isDestroyed: () => false,
  };
  return { close: () => putAway(window as never), asked, done };
}

test('a window closes to the tray, and the person is informed the first time only', async () => {
  const { close, asked, done } = aWindow();
  await close();
  await close();
  expect([asked.length, done]).toEqual([1, ['hide', 'hide']]);
});

test('nobody is informed again after a restart', async () => {
  const file = `${temporaryFolder()}/hints.json`;
  await aWindow({ file }).close();
  const { close, asked } = aWindow({ file });
  await close();
  expect(asked).toEqual([]);
});

test.each([
  ['darwin', true, 'menu bar'],
  ['win32', true, 'notification area'],
  ['linux', true, 'notification area'],
  ['linux', false, 'no tray icons'],
] as const)('on %s (tray: %s) the message says it is in the %s', async (platform, hasTray, place) => {
  const { close, asked } = aWindow({ platform, hasTray });
  await close();
  expect(asked[0]?.detail).toContain(place);
});

test('without a tray the window is minimised', async () => {
  const { close, done } = aWindow({ hasTray: false });
  await close();
  expect(done).toEqual(['minimize']);
});

test('an asked person may quit instead, and is not asked again', async () => {
  const { close, done, asked } = aWindow({ response: 1 });
  await close();
  await close();
  expect([done, asked.length]).toEqual([['quit', 'hide'], 1]);
});

test('closing twice while the question is open asks once', async () => {
  const { close, asked } = aWindow();
  await Promise.all([close(), close()]);
  expect(asked).toHaveLength(1);
});
