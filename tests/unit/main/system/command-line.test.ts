import { expect, test } from 'vitest';
import { parseCommandLine } from '../../../../main/system/command-line.ts';

test('the data folder is made absolute, the server is unchanged', () => {
  const commandLine = parseCommandLine(
    ['electron', '.', '--user-data-dir=desk-a', '--server=http://127.0.0.1:4300'],
    '/work',
  );
  expect(commandLine).toEqual({
    userDataDir: '/work/desk-a',
    server: 'http://127.0.0.1:4300',
    isHidden: false,
  });
});

test('without switches the system’s defaults apply', () => {
  expect(parseCommandLine(['electron', '.'], '/work')).toEqual({
    userDataDir: null,
    server: null,
    isHidden: false,
  });
});

test('an empty switch counts as none, and the last of several wins', () => {
  expect(parseCommandLine(['--server='], '/').server).toBeNull();
  expect(parseCommandLine(['--server=a', '--server=b'], '/').server).toBe('b');
});

test('started at login, it reports so', () => {
  expect(parseCommandLine(['ferry', '--hidden'], '/work').isHidden).toBe(true);
});
