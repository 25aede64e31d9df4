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

test('nobody is asked where Ferry comes back by itself', () => {
  const { mayQuit, stopAsking, asked } = aQuestion({ pending: 2, parked: 0 });
  stopAsking();
  expect(mayQuit()).toBe(true);
  expect(asked).toEqual([]);
});

test('nobody is asked when everything is uploaded', () => {
  const { mayQuit, asked } = aQuestion({ pending: 0, parked: 0 });
  expect(mayQuit()).toBe(true);
  expect(asked).toEqual([]);
});

test('what waits and what needs attention are named together, in the language of the settings', async () => {
  const { mayQuit, asked, stays } = aQuestion({ pending: 2, parked: 1 });
  expect(await mayQuit()).toBe(true);
  expect(asked[0]).toMatchObject({ message: '3 Änderungen sind noch nicht hochgeladen', cancelId: 1 });
  expect(stays).toEqual([]);
});

test('whoever closes the question stays, with a window', async () => {
  const { mayQuit, stays } = aQuestion({ pending: 1, parked: 0, response: 1 });
  expect(await mayQuit()).toBe(false);
  expect(stays).toEqual(['stay']);
});
