import { describe, expect, it } from 'vitest';
import { openEventStream } from '#app/transport/events.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

/** An event stream whose connections the test opens, feeds and breaks by hand. */
function aStream(
  respond: (attempt: number) => { status?: number; type?: string } | 'refused' | 'hanging' = () => ({}),
) {
  const clock = createVirtualClock();
  const connections: { controller: ReadableStreamDefaultController<Uint8Array>; signal: AbortSignal; atMs: number }[] =
    [];
  let attempts = 0;
  let wakes = 0;
  const close = openEventStream({
    clock,
    random: () => 0.5,
    log: quietLog,
    onWake: () => {
      wakes += 1;
    },
    async open(signal) {
      attempts += 1;
      const answer = respond(attempts);
      if (answer === 'refused') throw new TypeError('fetch failed');
      if (answer === 'hanging')
        return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          connections.push({ controller, signal, atMs: clock.monotonicMs() });
          signal.addEventListener('abort', () => controller.error(new Error('aborted')));
        },
      });
      const headers = { 'content-type': answer.type ?? 'text/event-stream; charset=utf-8' };
      return new Response(body, { status: answer.status ?? 200, headers });
    },
  });
  const say = (text: string) => connections.at(-1)?.controller.enqueue(new TextEncoder().encode(text));
  return { clock, connections, close, say, wakes: () => wakes, attempts: () => attempts };
}

describe('the event stream', () => {
  it('wakes the desk when it opens and at every event, whole or in pieces', async () => {
    const stream = aStream();
    await stream.clock.advance(0);
    expect(stream.wakes()).toBe(1);
    stream.say('data: {"seq":5}\n\n');
    stream.say('data: {"se');
    stream.say('q":6}\n\n: still here\n\n');
    await stream.clock.advance(0);
    expect(stream.wakes()).toBe(3);
  });

  it('stays open while the server sends anything, and not a minute longer', async () => {
    const stream = aStream();
    for (let count = 0; count < 10; count += 1) {
      await stream.clock.advance(25_000);
      stream.say(': still here\n\n');
    }
    await stream.clock.advance(59_000);
    expect(stream.attempts()).toBe(1);
    await stream.clock.advance(3_000);
    expect(stream.connections[0]?.signal.aborted).toBe(true);
    expect(stream.attempts()).toBe(2);
  });

  it('reopens after it is lost, and wakes the desk since an event may have been missed', async () => {
    const stream = aStream();
    await stream.clock.advance(0);
    stream.connections[0]?.controller.error(new Error('reset'));
    await stream.clock.advance(5_000);
    expect(stream.attempts()).toBe(2);
    expect(stream.wakes()).toBe(2);
  });

  it('wakes the desk once, within seconds, if it is lost and nobody answers', async () => {
    const stream = aStream((attempt) => (attempt === 1 ? {} : 'refused'));
    await stream.clock.advance(0);
    stream.connections[0]?.controller.error(new Error('reset'));
    await stream.clock.advance(5_000);
    expect(stream.wakes()).toBe(2);
    await stream.clock.advance(600_000);
    expect(stream.wakes()).toBe(2);
  });

  it('treats a server that accepts a connection and sends nothing as lost', async () => {
    const stream = aStream((attempt) => (attempt === 1 ? {} : 'hanging'));
    await stream.clock.advance(0);
    stream.connections[0]?.controller.error(new Error('reset'));
    await stream.clock.advance(20_000);
    expect(stream.wakes()).toBe(2);
  });

  it('wakes nobody once it is closed', async () => {
    const stream = aStream((attempt) => (attempt === 1 ? {} : 'refused'));
    await stream.clock.advance(0);
    stream.connections[0]?.controller.error(new Error('reset'));
    stream.close();
    await stream.clock.advance(60_000);
    expect(stream.wakes()).toBe(1);
  });

  it('does not reopen in a loop if it is closed at once', async () => {
    const stream = aStream();
    for (let second = 0; second < 300; second += 1) {
      stream.connections.at(-1)?.controller.error(new Error('closed'));
      await stream.clock.advance(1_000);
    }
    expect(stream.attempts()).toBeLessThan(30);
  });

  it('retries ever less often if nobody answers, but never gives up', async () => {
    const stream = aStream((attempt) => (attempt < 20 ? 'refused' : {}));
    await stream.clock.advance(600_000);
    expect(stream.attempts()).toBeGreaterThanOrEqual(20);
    expect(stream.wakes()).toBeGreaterThan(0);
  });

  it('is not considered open if a sign-in page answers', async () => {
    const stream = aStream(() => ({ type: 'text/html' }));
    await stream.clock.advance(1_000);
    expect(stream.wakes()).toBe(0);
  });

  it('wakes the desk once if its token is refused, so that a round reports it', async () => {
    const stream = aStream(() => ({ status: 401 }));
    await stream.clock.advance(600_000);
    expect(stream.wakes()).toBe(1);
  });

  it('ends when it is closed', async () => {
    const stream = aStream();
    await stream.clock.advance(0);
    stream.close();
    await stream.clock.advance(600_000);
    expect(stream.attempts()).toBe(1);
    expect(stream.clock.nextTimerInMs()).toBeNull();
  });
});
