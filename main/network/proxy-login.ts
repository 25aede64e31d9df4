import type { AuthInfo } from 'electron';
import * as z from 'zod';
import { FerryFailure } from '#app/contract/errors.ts';
import type { Log } from '#app/contract/ports.ts';
import type { SecretStore } from '../session/secret-store.ts';

/** Proxy, as `host:port` → its credentials. */
export const proxyPasswordsSchema = z.record(z.string(), z.object({ user: z.string(), password: z.string() }));
export type ProxyPasswords = z.infer<typeof proxyPasswordsSchema>;

type Answer = (user?: string, password?: string) => void;

/** The part of Electron's `ClientRequest` that reports a password request; `fetch` has no such event. */
export interface ProbeRequest {
  on(event: 'login', listener: (auth: AuthInfo, answer: Answer) => void): unknown;
  on(event: 'response', listener: (response: { statusCode: number }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  end(): void;
  abort(): void;
}

/** `open`: the proxy accepts requests. `asks`: it wants a password, and none or a wrong one is known. */
type Found = { kind: 'open' } | { kind: 'asks'; proxy: string; realm: string; isWrong: boolean } | { kind: 'other' };

export interface ProxyLogin {
  /**
   * Call after the proxy refused a request: signs in with known credentials. @throws FerryFailure `network.proxyAuth`
   * if a person is needed
   */
  open(url: string): Promise<boolean>;
  /** Signs in with typed credentials. @throws FerryFailure `network.proxyAuth` if the proxy rejects them */
  signIn(typed: { user: string; password: string }): Promise<void>;
}

interface ProxyLoginDeps {
  /** Requests in the session that was refused: it caches the credentials for later requests. */
  request: (url: string) => ProbeRequest;
  passwords: SecretStore<ProxyPasswords>;
  log: Log;
}

/** Signs in to a network proxy. Never repeats a refused password, which would lock the account. */
export function createProxyLogin({ request, passwords, log }: ProxyLoginDeps): ProxyLogin {
  let known: ProxyPasswords | null = null;
  const refused = new Set<string>();
  let lastUrl: string | null = null;
  let lastProxy: string | null = null;
  let opening: Promise<Found> | null = null;

  function probe(url: string, typed: { user: string; password: string } | null): Promise<Found> {
    return new Promise((resolve) => {
      let asked: Extract<Found, { kind: 'asks' }> | null = null;
      const sent = request(url);
      sent.on('login', ({ isProxy, host, port, realm }, answer) => {
        // Answers proxies only; Ferry's servers use no password prompt.
        if (!isProxy) return answer();
        const proxy = `${host}:${port}`;
        const isAgain = asked !== null;
        if (isAgain) refused.add(proxy);
        asked = { kind: 'asks', proxy, realm, isWrong: isAgain || (typed === null && refused.has(proxy)) };
        lastProxy = proxy;
        const password = typed ?? (refused.has(proxy) ? undefined : known?.[proxy]);
        if (isAgain || password === undefined) answer();
        else answer(password.user, password.password);
      });
      sent.on('response', ({ statusCode }) => {
        resolve(statusCode === 407 && asked !== null ? asked : { kind: 'open' });
        sent.abort();
      });
      // Both a refused tunnel and a failure behind an open one arrive as errors.
      sent.on('error', ({ message }) => {
        log.info('proxy.probed', { reason: message });
        resolve(asked !== null && /TUNNEL|PROXY/.test(message) ? asked : { kind: 'other' });
      });
      sent.end();
    });
  }

  function failureOf({ proxy, realm, isWrong }: Extract<Found, { kind: 'asks' }>): FerryFailure {
    return new FerryFailure('network.proxyAuth', 'signInToProxy', { proxy, realm, isWrong });
  }

  return {
    async open(url) {
      lastUrl = url;
      known ??= (await passwords.load()) ?? {};
      opening ??= probe(url, null).finally(() => {
        opening = null;
      });
      const found = await opening;
      if (found.kind === 'asks') throw failureOf(found);
      return found.kind === 'open';
    },
    async signIn(typed) {
      if (lastUrl === null) return;
      const found = await probe(lastUrl, typed);
      if (found.kind === 'asks') throw failureOf(found);
      if (lastProxy === null) return;
      refused.delete(lastProxy);
      known = { ...known, [lastProxy]: typed };
      await passwords.save(known);
    },
  };
}
