import type { MessageBoxOptions } from 'electron';
import { expect, test } from 'vitest';
import { createQuitConfirmation } from '../../../../main/lifecycle/confirm-quit.ts';

interface Case {
  pending: number;
  parked: number;
  response?: number;
}

function aQuestion({ pending, parked, response = 0 }: Case) {
  const asked: MessageBoxOptions[] = [];
  const stays: string[] = [];
  const counts = { pending, parked, conflicts: 0 };
  const { mayQuit, stopAsking } = createQuitConfirmation({
    counts: () => counts,
    show: async (options) => {
      asked.push(options);
      return { response };
    },
    language: () => 'de',
    systemLocale: { language: 'en-GB', region: 'en-GB' },
    onStay: () => stays.push('stay'),
  });
  return { mayQuit, stopAsking, asked, stays };
}

test('no question is asked if Ferry restarts by itself', () => {
  const { mayQuit, stopAsking, asked } = aQuestion({ pending: 2, parked: 0 });
  stopAsking();
  expect(mayQuit()).toBe(true);
  expect(asked).toEqual([]);
});

test('no question is asked if everything is uploaded', () => {
  const { mayQuit, asked } = aQuestion({ pending: 0, parked: 0 });
  expect(mayQuit()).toBe(true);
  expect(asked).toEqual([]);
});

test('pending changes and those that need attention are named together, in the language of the settings', async () => {
  const { mayQuit, asked, stays } = aQuestion({ pending: 2, parked: 1 });
  expect(await mayQuit()).toBe(true);
  expect(asked[0]).toMatchObject({ message: '3 Änderungen sind noch nicht hochgeladen', cancelId: 1 });
  expect(stays).toEqual([]);
});

test('closing the question cancels the quit and shows a window', async () => {
  const { mayQuit, stays } = aQuestion({ pending: 1, parked: 0, response: 1 });
  expect(await mayQuit()).toBe(false);
  expect(stays).toEqual(['stay']);
});
