import { gzipSync } from 'node:zlib';
import type { z } from 'zod';
import { type Problem, problemSchema } from '#app/contract/protocol.ts';

const DEADLINE_MS = 30_000;

export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/** A response that should have succeeded, or failed with another problem. */
export class UnexpectedAnswer extends Error {}

export interface SendOptions {
  method?: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH' | 'HEAD';
  token?: string | undefined;
  /** Sent as JSON; a string or bytes are sent unchanged. */
  body?: unknown;
  headers?: Record<string, string>;
  gzip?: boolean;
}

/** Plain HTTP to one server, without retries, each response within a deadline. */
export interface HttpClient {
  send(path: string, options?: SendOptions): Promise<RawAnswer>;
  /** The body of a successful response, validated by its schema. */
  read<S extends z.ZodType>(schema: S, path: string, options?: SendOptions): Promise<z.output<S>>;
  /** The problem of a failed response; its status, media type and code are checked. */
  problem(status: number, path: string, options?: SendOptions): Promise<Problem>;
  /** An event stream; ends when the signal aborts. */
  open(path: string, token: string, signal: AbortSignal): Promise<Response>;
}

export function createHttpClient(baseUrl: string): HttpClient {
  const base = baseUrl.replace(/\/+$/, '');

  async function send(path: string, options: SendOptions = {}): Promise<RawAnswer> {
    const { method = options.body === undefined ? 'GET' : 'POST', token, headers = {}, gzip = false } = options;
    const bytes = encodeBody(options.body);
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(bytes === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(gzip ? { 'content-encoding': 'gzip' } : {}),
        ...headers,
      },
      ...(bytes === undefined ? {} : { body: gzip ? gzipSync(bytes) : bytes }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  return {
    send,
    async read(schema, path, options) {
      const answer = await send(path, options);
      if (answer.status !== 200) throw new UnexpectedAnswer(`${path} answered ${describe(answer)}`);
      return schema.parse(JSON.parse(answer.text));
    },
    async problem(status, path, options) {
      const answer = await send(path, options);
      if (answer.status !== status) {
        throw new UnexpectedAnswer(`${path} answered ${describe(answer)} where ${status} was expected`);
      }
      const type = answer.headers.get('content-type') ?? '';
      if (!type.startsWith('application/problem+json')) throw new UnexpectedAnswer(`A problem came as ${type}.`);
      const problem = problemSchema.parse(JSON.parse(answer.text));
      if (problem.status !== status) throw new UnexpectedAnswer(`The problem says ${problem.status}, HTTP ${status}.`);
      return problem;
    },
    open: (path, token, signal) =>
      fetch(`${base}${path}`, { headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' }, signal }),
  };
}

function encodeBody(body: unknown): string | Uint8Array<ArrayBuffer> | undefined {
  if (body === undefined || typeof body === 'string') return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function describe({ status, text }: RawAnswer): string {
  return `${status} ${text.slice(0, 300)}`;
}
