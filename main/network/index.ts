import type { Net, Session } from 'electron';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { SecretStore } from '../session/secret-store.ts';
import { createServerTime, watchCertificates } from './certificates.ts';
import { createProxyLogin, type ProxyLogin, type ProxyPasswords } from './proxy-login.ts';
import { createSyncFetch } from './sync-fetch.ts';

/** For words on a screen only, so nobody waits for it. */
const SERVER_TIME_DEADLINE_MS = 5_000;

export interface NetworkDeps {
  net: Pick<Net, 'request'>;
  /** A session by the name of its partition, in memory: apart from the window's, which has no network. */
  sessionOf: (partition: string) => Session;
  passwords: SecretStore<ProxyPasswords>;
  clock: Clock;
  log: Log;
}

export interface Network {
  fetch: typeof fetch;
  proxy: ProxyLogin;
}

/** The one way out of this computer, over Chromium's network stack: its proxies and its trust in certificates. */
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
