import { gunzipSync } from 'node:zlib';
import type { SyncRequest, SyncResponse } from '#app/contract/protocol.ts';

export interface Call {
  pathname: string;
  /** What a round carries; null for any other call. */
  round: SyncRequest | null;
}

/** What becomes of one call: its real answer, another one, or none. */
export type Interference = (call: Call, pass: () => Promise<Response>) => Promise<Response>;

export interface TamperingFetch {
  fetch: typeof fetch;
  /** Until `null`, every call goes through this. */
  interfere(interference: Interference | null): void;
  /** Calls made, in order. */
  calls: Call[];
}

/** `fetch`, with somebody in between. */
export function createTamperingFetch(): TamperingFetch {
  const calls: Call[] = [];
  let current: Interference | null = null;
  return {
    calls,
    interfere(interference) {
      current = interference;
    },
    fetch: async (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      const call = { pathname, round: pathname === '/v1/sync' ? readRound(init?.body) : null };
      calls.push(call);
      const pass = () => fetch(input, init);
      return current ? current(call, pass) : pass();
    },
  };
}

const GZIP_MAGIC = 0x1f;

/** What a call carries as a round; null if nothing. */
export function readRound(body: RequestInit['body']): SyncRequest | null {
  if (!(body instanceof Uint8Array)) return null;
  return JSON.parse(String(body[0] === GZIP_MAGIC ? gunzipSync(body) : Buffer.from(body))) as SyncRequest;
}

/** Changes the JSON of the answers to rounds, after the server has acted; text is sent as it is. */
export function alterRounds(alter: (answer: SyncResponse, request: SyncRequest) => unknown): Interference {
  return async ({ round }, pass) => {
    const response = await pass();
    if (!round || !response.ok) return response;
    const altered = alter((await response.json()) as SyncResponse, round);
    const body = typeof altered === 'string' ? altered : JSON.stringify(altered);
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  };
}

/** Answers the rounds for which `when` holds without the server ever seeing them. */
export function refuseRounds(
  status: number,
  code: string,
  {
    headers = {},
    when = () => true,
  }: { headers?: Record<string, string>; when?: (round: SyncRequest) => boolean } = {},
): Interference {
  const body = { type: `about:blank#${code}`, title: 'x', status, detail: 'x', code, action: 'wait' };
  return async ({ round }, pass) =>
    round && when(round)
      ? new Response(JSON.stringify(body), {
          status,
          headers: { 'content-type': 'application/problem+json', ...headers },
        })
      : pass();
}

/** Like a hotel's sign-in page: answers everything. */
export function portal(status = 200): Interference {
  return async () => new Response('<h1>Welcome</h1>', { status, headers: { 'content-type': 'text/html' } });
}

/** The server gets every round and acts on it; its answer never arrives. */
export const loseAnswers: Interference = async ({ round }, pass) => {
  const response = await pass();
  if (!round) return response;
  await response.arrayBuffer();
  throw new TypeError('fetch failed');
};
