import { describe, expect, it } from 'vitest';
import { refusedSwitch } from '../../../../main/security/refused-switches.ts';

describe('a packaged app', () => {
  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--REMOTE-DEBUGGING-PORT=0',
    '-remote-debugging-port=0',
    '--inspect',
    '--inspect-brk=9229',
    '--js-flags=--expose-gc',
    '--load-extension=/tmp/x',
    '--proxy-server=http://evil.example',
    '--proxy-pac-url=http://evil.example/p',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--ignore-certificate-errors',
    '--ignore-certificate-errors-spki-list=abc',
    '--renderer-cmd-prefix=sh',
    '--log-net-log=/tmp/log',
    '/remote-debugging-port=9222',
  ])('does not start with %s', (argument) => {
    expect(refusedSwitch(['ferry', '--user-data-dir=/x', argument])).toBe(
      argument
        .replace(/^[-/]+/, '')
        .split('=')[0]
        ?.toLowerCase(),
    );
  });

  it('starts with its own switches, those of accessibility, and links', () => {
    const argv = [
      'ferry',
      '--user-data-dir=/x',
      '--server=https://a.example',
      '--force-renderer-accessibility',
      '--hidden',
    ];
    expect(refusedSwitch([...argv, '--lang=de', '--no-sandbox', 'ferry://open/clients', '/home/ana/file'])).toBeNull();
  });

  it('ignores everything after a lone --, as Chromium does', () => {
    expect(refusedSwitch(['ferry', '--', '--inspect'])).toBeNull();
  });
});
