import type * as z from 'zod';
import { type FerryError, failed, ok, type Result } from '#app/contract/errors.ts';
import {
  digestRangesSchema,
  healthSchema,
  rotationSchema,
  type SyncRequest,
  type SyncResponse,
  signInResponseSchema,
  snapshotPageSchema,
  syncResponseSchema,
} from '#app/contract/protocol.ts';
import { errorOfFailure, errorOfResponse, wrongServer } from '#app/transport/http-error.ts';
import type { CallOptions, Transport } from '#app/transport/transport.ts';
import { spoil } from './bad-answers.ts';
import type { NetworkFaults } from './network-faults.ts';
import type { SeededRandom } from './random.ts';
import { countRare } from './rare.ts';
import type { Answer, Route, ServerHost } from './server-host.ts';
import type { World } from './world.ts';

/** How long past the deadline of a call its request or answer may come. */
const LATE_BY_MS = [500, 40_000] as const;
const RECONNECT_MS = 8_000;
const SILENCE_MS = 60_000;
/** How many answers the network may bring back. */
const REMEMBERED_ANSWERS = 10;

/** What a mutant may do to the calls of a desk. */
export interface LinkTamper {
  transport?(transport: Transport, host: string, world: World): Transport;
}

export interface LinkOptions {
  world: World;
  random: SeededRandom;
  /** Name of the computer at this end. */
  name: () => string;
  token: () => string | null;
  server: ServerHost;
  faults: NetworkFaults;
  isAlive: () => boolean;
  /** How long the computer still sleeps. */
  asleepForMs: () => number;
  /** How long the desk waits for an answer. */
  deadlineMs: number;
  tamper?: LinkTamper | undefined;
  /** Called for each round that sets out. */
  onRequest?: ((request: SyncRequest) => void) | undefined;
  /** Called for each round that reaches the server. */
  onRound?: ((request: unknown) => void) | undefined;
  onLostRow?: (() => void) | undefined;
}

const broken = (): Result<never> => failed(errorOfFailure(new Error('ERR_CONNECTION_RESET'), false));
const never = <T>(): Promise<T> => new Promise(() => undefined);

/** The way between one desk and the server: the protocol as JSON text, checked at both ends, over a network that fails. */
export function createLink(options: LinkOptions): Transport {
  const { world, random, name, token, server, faults, isAlive, onRequest, onRound } = options;
  const answersBefore = new Map<Route, Answer[]>();

  const earlier = (route: Route): Answer[] => answersBefore.get(route) ?? [];

  /** Of a round, those that nothing but their number tells from the answer that is due, as long as there are any. */
  function plausible(route: Route, text: string): Answer[] {
    const all = earlier(route);
    const { cursor } = JSON.parse(text) as Partial<SyncRequest>;
    const alike = all.filter(({ status, body }) => {
      const answer = status === 200 ? (JSON.parse(body) as Partial<SyncResponse>) : {};
      return answer.cursor === cursor && answer.acks?.length === 0 && answer.feed?.length === 0;
    });
    return route === 'sync' && alike.length > 0 ? alike : all;
  }

  async function deliver(route: Route, text: string): Promise<Answer | null> {
    await world.sleep(faults.latencyMs());
    if (faults.isCutOff(name())) return null;
    const body: unknown = JSON.parse(text);
    if (route === 'sync') onRound?.(body);
    const answer = await server.handle(route, token(), body);
    world.trace(name(), `${route} at the server`, () => inShort(body, answer));
    return answer;
  }

  /** Delivered again or much later, when nobody waits for the answer any more. */
  function deliverAside(route: Route, text: string, delayMs: number): void {
    const bearer = token();
    world.later(delayMs, () => {
      const body: unknown = JSON.parse(text);
      if (route === 'sync') onRound?.(body);
      world.trace(name(), `${route} arrives again or late`);
      world.spawn('a late request', server.handle(route, bearer, body));
    });
  }

  async function call<S extends z.ZodType>(route: Route, body: unknown, schema: S): Promise<Result<z.output<S>>> {
    const text = JSON.stringify(body ?? {});
    const fate = faults.draw();
    if (fate !== 'arrives') world.trace(name(), `${route} meets ${fate}`);
    const answer = await exchange(route, text, fate);
    while (isAlive() && options.asleepForMs() > 0) await world.sleep(options.asleepForMs());
    if (!isAlive()) return never();
    if (answer === null) return broken();
    if (answer === 'wrong server') return failed(wrongServer('text/html'));
    if (fate === 'arrives') answersBefore.set(route, [...earlier(route), answer].slice(-REMEMBERED_ANSWERS));
    return understood(answer, schema);
  }

  async function exchange(route: Route, text: string, fate: string): Promise<Answer | null | 'wrong server'> {
    switch (fate) {
      case 'requestLost':
        await world.sleep(faults.latencyMs());
        return null;
      case 'requestHangs':
        return never();
      case 'answerHangs':
        await deliver(route, text);
        return never();
      case 'answerLost':
        await deliver(route, text);
        return null;
      case 'requestTwice':
        deliverAside(route, text, random.chance(0.5) ? random.between(1, 300) : random.between(1_000, 90_000));
        break;
      case 'requestLate':
        deliverAside(route, text, options.deadlineMs + random.between(...LATE_BY_MS));
        return never();
      case 'answerLate': {
        const answer = await deliver(route, text);
        await world.sleep(options.deadlineMs + random.between(...LATE_BY_MS));
        return answer;
      }
      case 'answerOfBefore': {
        await deliver(route, text);
        // A page of before may lack what came since; only a round says which one it belongs to.
        if (route !== 'sync') options.onLostRow?.();
        return earlier(route).length === 0 ? null : random.pick(plausible(route, text));
      }
      case 'failsBefore':
        await world.sleep(faults.latencyMs());
        return { status: 500, body: '{"oops":true}' };
      case 'failsAfter':
        await deliver(route, text);
        return { status: random.pick([500, 502, 504]), body: '<html>Bad gateway</html>' };
      case 'busy':
        await world.sleep(faults.latencyMs());
        return { status: random.pick([429, 503]), body: '' };
      case 'tooLarge':
        await world.sleep(faults.latencyMs());
        return { status: 413, body: '' };
      case 'portal':
        await world.sleep(faults.latencyMs());
        return 'wrong server';
      case 'expired':
        await world.sleep(faults.latencyMs());
        return { status: 401, body: '' };
    }
    const answer = await deliver(route, text);
    await world.sleep(faults.latencyMs());
    if (answer === null || faults.isCutOff(name())) return null;
    if (answer.status !== 200 || route === 'health') return answer;
    if (fate === 'answerCut') return null;
    if (fate === 'feedRowLost') options.onLostRow?.();
    if (fate === 'answerWrong' || fate === 'feedRowLost') {
      return { ...answer, body: spoil(route, text, answer.body, random, fate === 'feedRowLost' ? 'row' : 'rule') };
    }
    return answer;
  }

  function understood<S extends z.ZodType>(answer: Answer, schema: S): Result<z.output<S>> {
    let json: unknown;
    try {
      json = JSON.parse(answer.body);
    } catch {
      json = undefined;
    }
    if (answer.status !== 200) {
      const headers: Record<string, string> = {};
      if (answer.status === 429 || answer.status === 503) headers['retry-after'] = String(random.between(1, 90));
      return failed(errorOfResponse(new Response(null, { status: answer.status, headers }), json, 0));
    }
    if (json === undefined) return failed(wrongServer('application/json'));
    const parsed = schema.safeParse(json);
    if (parsed.success) countRare(world, parsed.data);
    return parsed.success ? ok(parsed.data) : failed(badAnswer);
  }

  function subscribe(onWake: () => void): () => void {
    let isClosed = false;
    let forgetCommits = (): void => undefined;
    const isThere = (): boolean => server.isUp() && !faults.isCutOff(name());
    const connect = (): void => {
      if (isClosed || !isAlive()) return;
      if (!isThere()) return void world.later(RECONNECT_MS, connect);
      onWake();
      forgetCommits = server.onCommit(() =>
        world.later(faults.latencyMs(), () => {
          if (isClosed || !isAlive() || !isThere() || faults.draw() !== 'arrives') return;
          onWake();
        }),
      );
      watch();
    };
    const watch = (): void =>
      void world.later(SILENCE_MS, () => {
        if (isClosed || !isAlive()) return;
        if (isThere()) return watch();
        forgetCommits();
        connect();
      });
    world.later(faults.latencyMs(), connect);
    return () => {
      isClosed = true;
      forgetCommits();
    };
  }

  const missing = async (): Promise<Result<never>> => broken();
  const transport: Transport = {
    sync: (request) => {
      onRequest?.(request);
      return call('sync', request, syncResponseSchema);
    },
    snapshot: (query) => call('snapshot', query, snapshotPageSchema),
    digest: (query) => call('digest', query, digestRangesSchema),
    health: () => call('health', undefined, healthSchema),
    signIn: (request) => call('session', request, signInResponseSchema),
    rotate: (given?: CallOptions & { deviceId?: string }) =>
      call('rotate', given?.deviceId ? { deviceId: given.deviceId } : {}, rotationSchema),
    activity: missing,
    people: missing,
    signOut: missing,
    preferences: missing,
    confirmRemoval: missing,
    subscribe,
  };
  return options.tamper?.transport?.(transport, name(), world) ?? transport;
}

/** A call in a line of the trace. */
function inShort(body: unknown, answer: Answer | null): unknown {
  const { changes, unanswered, round, cursor, table, after } = body as Record<string, unknown>;
  const request = { round, cursor, table, after, changes: tails(changes), unanswered: tails(unanswered) };
  if (answer?.status !== 200) return { ...request, status: answer?.status ?? 'none' };
  const { acks, feed, records, reset, cursor: to } = JSON.parse(answer.body) as Record<string, unknown>;
  const outcomes = Array.isArray(acks) ? acks.map((ack) => `${tail(ack)} ${ack.outcome}`) : undefined;
  return { ...request, outcomes, feed: versions(feed), records: versions(records), reset, to };
}

function tail(value: unknown): string {
  const id = typeof value === 'string' ? value : (value as { changeId: string }).changeId;
  return id.slice(-5);
}

function tails(list: unknown): string | undefined {
  return Array.isArray(list) && list.length > 0 ? list.map(tail).join() : undefined;
}

function versions(list: unknown): string | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.map((record: { recordId: string; version: number }) => `${record.recordId}@${record.version}`).join();
}

const badAnswer: FerryError = { code: 'sync.badAnswer', action: 'wait' };
