import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { toError } from '../../../server/http/problem.ts';
import { createRoundQueue, type QueueLimits } from '../../../server/http/round-queue.ts';

const WIDE: QueueLimits = { atOnce: 2, atOnceOfFirm: 1, waiting: 10, waitingOfFirm: 10 };

/** A response on a connection that a test can break off. */
function aResponse(): ServerResponse {
  return Object.assign(new EventEmitter(), { destroyed: false }) as unknown as ServerResponse;
}

/** A queue whose requests end when the test says so, by name. */
function aQueue(limits: Partial<QueueLimits> = {}) {
  const shed: string[] = [];
  const queue = createRoundQueue({ ...WIDE, ...limits }, (reason) => shed.push(reason));
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const codes = new Map<string, string>();
  return {
    queue,
    begun,
    shed,
    codes,
    ask(firmId: string, name: string, response = aResponse()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      ends.set(name, resolve);
      queue
        .run(firmId, response, () => {
          begun.push(name);
          return promise;
        })
        .catch((error: unknown) => codes.set(name, toError(error).code));
    },
    async end(name: string) {
      ends.get(name)?.();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('the queue of rounds', () => {
  it('begins a firm’s rounds in order, and those of other firms without waiting for it', async () => {
    const { ask, begun, end } = aQueue();
    ask('nord', 'n1');
    ask('nord', 'n2');
    ask('süd', 's1');
    expect(begun).toEqual(['n1', 's1']);
    await end('n1');
    expect(begun).toEqual(['n1', 's1', 'n2']);
  });

  it('alternates between firms if many wait', async () => {
    const { ask, begun, end } = aQueue({ atOnce: 1 });
    ask('nord', 'n1');
    for (const name of ['n2', 'n3']) ask('nord', name);
    for (const name of ['s1', 's2']) ask('süd', name);
    for (const name of ['n1', 'n2', 's1', 'n3']) await end(name);
    expect(begun).toEqual(['n1', 'n2', 's1', 'n3', 's2']);
  });

  it('skips rounds whose client is gone, and frees their place at once', async () => {
    const { ask, begun, end, codes, queue, shed } = aQueue({ waiting: 1 });
    const response = aResponse();
    ask('nord', 'n1');
    ask('nord', 'n2', response);
    response.emit('close');
    expect(queue.waiting()).toBe(0);
    ask('nord', 'n3');
    await end('n1');
    expect(begun).toEqual(['n1', 'n3']);
    expect(codes).toEqual(new Map([['n2', 'sync.busy']]));
    expect(shed).toEqual(['gone']);
  });

  it('refuses what exceeds its limits, per firm or in total', async () => {
    const { ask, codes, end, queue } = aQueue({ atOnce: 1, waiting: 2, waitingOfFirm: 1 });
    ask('nord', 'n1');
    ask('nord', 'n2');
    ask('nord', 'n3');
    ask('süd', 's1');
    ask('west', 'w1');
    expect(() => queue.requireRoom('nord')).toThrow();
    await end('n1');
    expect(codes).toEqual(
      new Map([
        ['n3', 'sync.busy'],
        ['w1', 'sync.busy'],
      ]),
    );
    expect(() => queue.requireRoom('nord')).not.toThrow();
  });

  it('continues after a failed round', async () => {
    const { queue, ask, begun } = aQueue({ atOnce: 1 });
    const failing = queue.run('nord', aResponse(), () => Promise.reject(new Error('no')));
    ask('nord', 'n2');
    await expect(failing).rejects.toThrow('no');
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toEqual(['n2']);
  });
});
