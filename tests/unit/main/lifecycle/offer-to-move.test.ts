import type { MessageBoxOptions } from 'electron';
import { expect, test } from 'vitest';
import { offerToMove } from '../../../../main/lifecycle/offer-to-move.ts';
import { createHints } from '../../../../main/shell/hints.ts';
import { textIn } from '../../../../main/shell/i18n.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

const CONFLICTS = ['exists', 'existsAndRunning'] as const;

interface Case {
  platform?: NodeJS.Platform;
  isPackaged?: boolean;
  isInApplications?: boolean;
  response?: number;
  /** What Electron does when it is asked to move the app. */
  move?: 'moves' | 'refuses' | 'fails';
}

/** A first opening with a stand-in for Electron, which moves only on a real Mac. */
function aFirstOpening(given: Case = {}) {
  const { platform = 'darwin', isPackaged = true, isInApplications = false, response = 0, move = 'moves' } = given;
  const asked: MessageBoxOptions[] = [];
  const done: string[] = [];
  const replaced: Record<string, boolean> = {};
  const hints = createHints({ file: `${temporaryFolder()}/hints.json`, clock: manualClock(), log: recordingLog() });
  const open = () =>
    offerToMove({
      platform,
      app: {
        isPackaged,
        isInApplicationsFolder: () => isInApplications,
        moveToApplicationsFolder(options) {
          for (const conflict of CONFLICTS) replaced[conflict] = options?.conflictHandler?.(conflict) ?? true;
          done.push('move');
          if (move === 'fails') throw new Error('no rights');
          return move === 'moves';
        },
      },
      hints,
      ask: async (options) => {
        asked.push(options);
        return { response };
      },
      text: textIn('de', { language: 'de-DE', region: 'de-DE' }),
      beforeMove: () => done.push('prepare'),
      log: recordingLog(),
    });
  return { open, asked, done, replaced };
}

test('an app started from the downloads folder offers to move, and is restarted from the new place', async () => {
  const { open, asked, done, replaced } = aFirstOpening();
  expect(await open()).toBe(true);
  expect(asked[0]?.message).toBe('Ferry in den Ordner „Programme“ verschieben?');
  expect(done).toEqual(['prepare', 'move']);
  expect(replaced).toEqual({ exists: true, existsAndRunning: false });
});

test.each([
  ['it is in the Applications folder', { isInApplications: true }],
  ['it runs from a checkout', { isPackaged: false }],
  ['it runs on Linux', { platform: 'linux' as const }],
  ['it runs on Windows', { platform: 'win32' as const }],
])('no question is asked if %s', async (_where, given) => {
  const { open, asked } = aFirstOpening(given);
  expect(await open()).toBe(false);
  expect(asked).toEqual([]);
});

test('after a refusal the question is not asked again', async () => {
  const { open, asked, done } = aFirstOpening({ response: 1 });
  expect([await open(), await open(), asked.length, done]).toEqual([false, false, 1, []]);
});

test.each(['refuses', 'fails'] as const)(
  'if the system %s, Ferry opens and explains how to move it by hand',
  async (move) => {
    const { open, asked } = aFirstOpening({ move });
    expect(await open()).toBe(false);
    expect(asked.at(-1)?.detail).toContain('ziehen Sie es im Finder');
  },
);
