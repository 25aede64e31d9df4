import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../main/command-line.ts';

test('the data folder is made absolute, the server is taken as it is', () => {
  const commandLine = parseCommandLine(
    ['electron', '.', '--user-data-dir=desk-a', '--server=http://127.0.0.1:4300'],
    '/work',
  );
  expect(commandLine).toEqual({ userDataDir: '/work/desk-a', server: 'http://127.0.0.1:4300' });
});

test('without switches the system decides', () => {
  expect(parseCommandLine(['electron', '.'], '/work')).toEqual({ userDataDir: null, server: null });
});

test('an empty switch counts as none, and the last of several wins', () => {
  expect(parseCommandLine(['--server='], '/').server).toBeNull();
  expect(parseCommandLine(['--server=a', '--server=b'], '/').server).toBe('b');
});
