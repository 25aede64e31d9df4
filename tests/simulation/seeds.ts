import { expect, it } from 'vitest';
import { runSeed } from './scenario.ts';
import { createTemplates } from './templates.ts';

const SEEDS_A_TEST = 10;

/** Tests of ten seeds each; a seed that fails is replayed with `npm run simulate -- --seed S --trace`. */
export function testSeeds(from: number, count: number): void {
  const templates = createTemplates();
  for (let first = from; first < from + count; first += SEEDS_A_TEST) {
    it(`loses nothing, converges and never gets stuck: seeds ${first} to ${first + SEEDS_A_TEST - 1}`, async () => {
      for (let seed = first; seed < first + SEEDS_A_TEST; seed++) {
        const { violations } = await runSeed({ seed, templates: await templates });
        expect(violations, `seed ${seed}`).toEqual([]);
      }
    });
  }
}
