import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { toFerryError } from '#app/contract/errors.ts';
import { createProxyLogin, type ProxyPasswords } from '../../../../main/network/proxy-login.ts';
import { quietLog } from '../../../support/quiet-log.ts';

const url = 'https://ferry.example.com/v1/sync';
const proxy = 'proxy.firm.local:8080';
const right = { user: 'ana', password: 'right' };

interface Challenge {
  isProxy: boolean;
  /** What the request fails with where nobody answers the challenge. */
  endsWith: 'tunnel' | 'status';
}

/** A network whose proxy takes one password, with what is kept of passwords on this computer. */
function aNetwork({
  kept = null,
  isProxy = true,
  endsWith = 'tunnel',
}: Partial<Challenge> & { kept?: ProxyPasswords | null } = {}) {
  const offered: string[] = [];
  const world = { kept };
  const login = createProxyLogin({
    passwords: {
      load: async () => world.kept,
      save: async (passwords) => {
        world.kept = passwords;
        return true;
      },
      clear: () => undefined,
    },
    log: quietLog,
    request: () => {
      const events = new EventEmitter();
      const fail = () =>
        endsWith === 'status'
          ? events.emit('response', { statusCode: 407 })
          : events.emit('error', new Error('net::ERR_TUNNEL_CONNECTION_FAILED'));
      const challenge = () =>
        events.emit(
          'login',
          { isProxy, host: 'proxy.firm.local', port: 8080, realm: 'Firm', scheme: 'basic' },
          (_user?: string, password?: string) => {
            if (password === undefined) return void fail();
            offered.push(password);
            if (password === right.password) events.emit('response', { statusCode: 200 });
            else challenge();
          },
        );
      return Object.assign(events, { end: () => void queueMicrotask(challenge), abort: () => undefined });
    },
  });
  return { login, offered, world };
}

const failureOf = (promise: Promise<unknown>) => promise.then(() => null, toFerryError);

test.each(['tunnel', 'status'] as const)(
  'a proxy that asks for a login needs a person, who sees which proxy it is (%s)',
  async (endsWith) => {
    const { login, offered } = aNetwork({ endsWith });
    expect(await failureOf(login.open(url))).toMatchObject({
      code: 'network.proxyAuth',
      action: 'signInToProxy',
      details: { proxy, realm: 'Firm', isWrong: false },
    });
    expect(offered).toEqual([]);
  },
);

test('entered credentials are used, and stored for the next start', async () => {
  const first = aNetwork();
  await failureOf(first.login.open(url));
  await first.login.signIn(right);
  expect(first.world.kept).toEqual({ [proxy]: right });

  const next = aNetwork({ kept: first.world.kept });
  expect(await next.login.open(url)).toBe(true);
});

test('a wrong password is reported as such and not stored', async () => {
  const { login, world } = aNetwork();
  await failureOf(login.open(url));
  expect(await failureOf(login.signIn({ user: 'ana', password: 'wrong' }))).toMatchObject({
    code: 'network.proxyAuth',
    details: { isWrong: true },
  });
  expect(world.kept).toBeNull();
});

test('a stored password that is refused is not retried, which would lock the account', async () => {
  const { login, offered } = aNetwork({ kept: { [proxy]: { user: 'ana', password: 'old' } } });
  for (let round = 0; round < 5; round += 1) {
    expect(await failureOf(login.open(url))).toMatchObject({ details: { isWrong: true } });
  }
  expect(offered).toEqual(['old']);
  await login.signIn(right);
  expect(await login.open(url)).toBe(true);
});

test('a server that asks for a password gets none', async () => {
  const { login, offered } = aNetwork({ kept: { [proxy]: right }, isProxy: false });
  await failureOf(login.open(url));
  expect(offered).toEqual([]);
});

test('requests that are refused together ask once', async () => {
  const { login, offered } = aNetwork({ kept: { [proxy]: right } });
  await Promise.all([login.open(url), login.open(url), login.open(url)]);
  expect(offered).toEqual(['right']);
});
