import type { Net, Session } from 'electron';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { SecretStore } from '../session/secret-store.ts';
import { createServerTime, watchCertificates } from './certificates.ts';
import { createProxyLogin, type ProxyLogin, type ProxyPasswords } from './proxy-login.ts';
import { createSyncFetch } from './sync-fetch.ts';

/** The time is only used for a message, so nobody waits long for it. */
const SERVER_TIME_DEADLINE_MS = 5_000;

export interface NetworkDeps {
  net: Pick<Net, 'request'>;
  /** An in-memory session by partition name, separate from the window's, which has no network access. */
  sessionOf: (partition: string) => Session;
  passwords: SecretStore<ProxyPasswords>;
  clock: Clock;
  log: Log;
}

export interface Network {
  fetch: typeof fetch;
  proxy: ProxyLogin;
}

/** The only network access of the app, over Chromium's network stack: its proxies and certificate trust. */
export function createNetwork({ net, sessionOf, passwords, clock, log }: NetworkDeps): Network {
  const session = sessionOf('sync');
  const proxy = createProxyLogin({
    request: (url) => net.request({ session, url, credentials: 'omit', cache: 'no-store', redirect: 'manual' }),
    passwords,
    log,
  });
  const fetch = createSyncFetch({
    fetch: (input, init) => session.fetch(input instanceof URL ? input.href : input, init),
    proxy,
    refusedCertificate: watchCertificates(session),
    serverTime: createServerTime(sessionOf('server-time'), SERVER_TIME_DEADLINE_MS),
    clock,
    log,
  });
  return { fetch, proxy };
}
