import { expect, it } from 'vitest';
import { mutants } from './mutants/index.ts';
import { runSeed } from './scenario.ts';
import { testSeeds } from './seeds.ts';
import { createTemplates } from './templates.ts';

testSeeds(101, 100);

it('replays a run exactly from its seed', async () => {
  const templates = await createTemplates();
  const trace = async (): Promise<string[]> => {
    const lines: string[] = [];
    await runSeed({ seed: 7, templates, print: (line) => void lines.push(line) });
    return lines;
  };
  const first = await trace();
  expect(first.length).toBeGreaterThan(50);
  expect(await trace()).toEqual(first);
});

it.each(['forgetsIdempotency', 'ignoresBase', 'foldsTwice', 'dropsConflicts', 'tearsTransactions', 'neverOffersAgain'])(
  'can fail: notices a bug such as %s',
  async (name) => {
    const mutant = mutants.find((each) => each.name === name);
    const templates = await createTemplates();
    let caughtAt = 0;
    for (let seed = 1; seed <= 20 && caughtAt === 0; seed++) {
      const { violations } = await runSeed({ seed, templates, tamper: mutant?.tamper() });
      if (violations.length > 0) caughtAt = seed;
    }
    expect(caughtAt).toBeGreaterThan(0);
  },
);
