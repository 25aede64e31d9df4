import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { type FerryError, FerryFailure, failed, ok, type Result } from '#app/contract/errors.ts';
import type { Clock, Log, Random } from '#app/contract/ports.ts';
import { preferencesResponseSchema } from '#app/contract/preferences.ts';
import {
  activityPageSchema,
  digestRangesSchema,
  type Health,
  healthSchema,
  peopleSchema,
  rotationSchema,
  signInResponseSchema,
  snapshotPageSchema,
} from '#app/contract/protocol.ts';
import { jsonBody, readText } from './body.ts';
import { openEventStream } from './events.ts';
import { errorOfFailure, errorOfResponse, replacedServer, wrongServer } from './http-error.ts';
import { tolerantSyncResponseSchema } from './newer-server.ts';
import { createPeopleTransport, type Method, type PeopleTransport } from './people.ts';
import type { CallOptions, Transport } from './transport.ts';

export interface HttpTransportOptions {
  /** Origin and path of the server, without a trailing slash. */
  serverUrl: () => string | null;
  token: () => string | null;
  /** Data to verify the server's identity, from signing in; null before. */
  proof?: () => { firmId: string; healthKey: string } | null;
  fetch: typeof fetch;
  clock: Clock;
  random?: Random;
  log: Log;
}

interface Call<S extends z.ZodType> {
  method: Method;
  path: string;
  body?: unknown;
  answer: S;
  options?: CallOptions | undefined;
}

const notConfigured: FerryError = {
  code: 'auth.required',
  action: 'signIn',
};

/** The protocol over HTTP. Every response is validated by its schema; nothing throws. */
export function createHttpTransport(settings: HttpTransportOptions): Transport & PeopleTransport {
  const { serverUrl, token, clock, log } = settings;
  const random = settings.random ?? Math.random;

  function request(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
    const bearer = token();
    const headers = {
      accept: 'application/json',
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...init.headers,
    };
    return settings.fetch(`${serverUrl()}${path}`, {
      ...init,
      headers,
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
    });
  }

  async function call<S extends z.ZodType>({
    method,
    path,
    body,
    answer,
    options,
  }: Call<S>): Promise<Result<z.output<S>>> {
    if (!serverUrl()) return failed(notConfigured);
    const signal = options?.signal;
    try {
      const payload = body === undefined ? { headers: {} } : await jsonBody(body);
      const response = await request(path, { method, ...payload, ...(signal ? { signal } : {}) });
      const text = await readText(response);
      const json = parse(text);
      if (!response.ok) return failed(errorOfResponse(response, json, clock.nowMs()));
      if (response.status === 204) return checked(answer, undefined);
      if (json === undefined)
        return failed(wrongServer(`${response.headers.get('content-type') ?? 'no content type'}`));
      return checked(answer, json);
    } catch (thrown) {
      if (thrown instanceof FerryFailure) return failed(thrown.error);
      return failed(errorOfFailure(thrown, signal?.aborted ?? false));
    }
  }

  function checked<S extends z.ZodType>(schema: S, json: unknown): Result<z.output<S>> {
    const parsed = schema.safeParse(json);
    if (parsed.success) return ok(parsed.data);
    const [issue] = parsed.error.issues;
    return failed({
      code: 'sync.badAnswer',
      action: 'wait',
      details: { path: issue?.path.join('.') ?? '', reason: issue?.message ?? '' },
    });
  }

  /** A captive portal does not know the key, so it cannot sign the nonce. */
  async function health(options?: CallOptions): Promise<Result<Health>> {
    const nonce = randomBytes(16).toString('hex');
    const expected = settings.proof?.() ?? null;
    const { path } = get('/v1/health', expected ? { nonce, firm: expected.firmId } : {});
    const result = await call({ method: 'GET', path, answer: healthSchema, options });
    if (!result.ok) return result.error.code === 'sync.badAnswer' ? failed(wrongServer('not a health answer')) : result;
    if (expected === null || isProof(result.value.proof ?? '', expected.healthKey, nonce)) return result;
    return failed(replacedServer());
  }

  const post = (path: string, body: unknown) => ({ method: 'POST' as const, path, body });
  const get = (path: string, query?: object) => ({
    method: 'GET' as const,
    path: query ? `${path}?${queryString(query)}` : path,
  });

  return {
    ...createPeopleTransport(call),
    health,
    sync: (body, options) => call({ ...post('/v1/sync', body), answer: tolerantSyncResponseSchema, options }),
    snapshot: (query, options) => call({ ...get('/v1/snapshot', query), answer: snapshotPageSchema, options }),
    digest: (query, options) => call({ ...get('/v1/digest', query), answer: digestRangesSchema, options }),
    activity: (query, options) => call({ ...get('/v1/activity', query), answer: activityPageSchema, options }),
    signIn: (body, options) => call({ ...post('/v1/session', body), answer: signInResponseSchema, options }),
    signOut: (options) => call({ method: 'DELETE', path: '/v1/session', answer: z.undefined(), options }),
    rotate: (options) =>
      call({
        ...post('/v1/session/rotate', options?.deviceId ? { deviceId: options.deviceId } : {}),
        answer: rotationSchema,
        options,
      }),
    confirmRemoval: (body, options) => call({ ...post('/v1/session/removal', body), answer: z.undefined(), options }),
    preferences: (body, options) =>
      call({ ...post('/v1/preferences', body), answer: preferencesResponseSchema, options }),
    async people(options) {
      const result = await call({ ...get('/v1/people'), answer: peopleSchema, options });
      return result.ok ? ok(result.value.people) : result;
    },
    subscribe: (onWake) =>
      openEventStream({
        open: (signal) => request('/v1/events', { method: 'GET', headers: { accept: 'text/event-stream' }, signal }),
        clock,
        random,
        log,
        onWake,
      }),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function queryString(query: object): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
}

function isProof(proof: string, key: string, nonce: string): boolean {
  const expected = createHmac('sha256', key).update(nonce).digest();
  const given = Buffer.from(proof, 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
