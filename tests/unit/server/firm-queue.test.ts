import { describe, expect, it } from 'vitest';
import { createFirmQueue } from '../../../server/storage/firm-queue.ts';

describe('firm queue', () => {
  it('admits a limited number per firm, the others in order after them', async () => {
    const queue = createFirmQueue(2);
    const begun: number[] = [];
    const works = [0, 1, 2, 3].map(() => Promise.withResolvers<void>());
    const running = works.map((work, index) =>
      queue.run('nordwind', () => {
        begun.push(index);
        return work.promise;
      }),
    );
    await settled();
    expect(begun).toEqual([0, 1]);
    works[1]?.resolve();
    await running[1];
    await settled();
    expect(begun).toEqual([0, 1, 2]);
    for (const work of works) work.resolve();
    await Promise.all(running);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('does not let one firm wait for another', async () => {
    const queue = createFirmQueue(1);
    const slow = Promise.withResolvers<void>();
    const first = queue.run('nordwind', () => slow.promise);
    expect(await queue.run('südwind', async () => 'done')).toBe('done');
    slow.resolve();
    await first;
  });

  it('continues after a failure', async () => {
    const queue = createFirmQueue(1);
    await expect(queue.run('nordwind', () => Promise.reject(new Error('halfway')))).rejects.toThrow('halfway');
    expect(await queue.run('nordwind', async () => 'done')).toBe('done');
  });
});

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
