import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../server/cli/arguments.ts';
import { trustedProxies } from '../../../server/cli/trusted-proxies.ts';

describe('--trust-proxy', () => {
  it.each([
    [undefined, false],
    ['1', 1],
    ['10.0.0.0/8', ['10.0.0.0/8']],
    ['127.0.0.1, fd00::/8', ['127.0.0.1', 'fd00::/8']],
  ])('%s is %j', (given, trusted) => expect(trustedProxies(given)).toEqual(trusted));

  it.each(['0', '-1', '11', '1.5', 'true', '', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/8/8', 'proxy.example.com'])(
    '%j is refused',
    (given) => expect(() => trustedProxies(given)).toThrow(UsageError),
  );
});
