import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import { networkError } from '#app/transport/network-error.ts';
import { certificateError, type SeenCertificate } from './certificate-error.ts';
import type { ProxyLogin } from './proxy-login.ts';

/** "Proxy Authentication Required" (RFC 9110 §15.5.8): only a proxy answers this. */
const PROXY_AUTH_REQUIRED = 407;

interface SyncFetchDeps {
  fetch: typeof fetch;
  proxy: Pick<ProxyLogin, 'open'>;
  /** The certificate last refused for a host. */
  refusedCertificate: (host: string) => SeenCertificate | null;
  /** The time of the server at this address, ms since the epoch, without authentication; null if unknown. */
  serverTime: (url: string) => Promise<number | null>;
  clock: Clock;
  log: Log;
}

/** `fetch` that signs in to a proxy if needed and maps failures to their cause. */
export function createSyncFetch(deps: SyncFetchDeps): typeof fetch {
  const { proxy, refusedCertificate, serverTime, clock, log } = deps;

  /** The response, or the error. */
  async function attempt(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response | Error> {
    try {
      return await deps.fetch(input, init);
    } catch (thrown) {
      if (init?.signal?.aborted || !(thrown instanceof Error)) throw thrown;
      return thrown;
    }
  }

  async function explained(url: string, thrown: Error): Promise<unknown> {
    const error = networkError(thrown.message);
    const certificate = error.code.startsWith('network.certificate') ? refusedCertificate(new URL(url).hostname) : null;
    if (certificate === null) return thrown;
    const isByDate = error.code === 'network.certificateExpired';
    const { code, action, details } = certificateError(
      error,
      certificate,
      clock.nowMs(),
      isByDate ? await serverTime(url) : null,
    );
    log.warn('network.certificateRefused', { code, ...details });
    return new FerryFailure(code, action, details);
  }

  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    let answer = await attempt(input, init);
    if (isRefusedByProxy(answer) && (await proxy.open(url))) answer = await attempt(input, init);
    if (answer instanceof Error) throw await explained(url, answer);
    return answer;
  };
}

/** A refused tunnel gives no reason; signing in finds out. */
function isRefusedByProxy(answer: Response | Error): boolean {
  if (!(answer instanceof Error)) return answer.status === PROXY_AUTH_REQUIRED;
  return ['network.proxyAuth', 'network.proxyFailed'].includes(networkError(answer.message).code);
}
