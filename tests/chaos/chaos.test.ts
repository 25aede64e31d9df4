import { expect, it } from 'vitest';
import { runChaos } from './run-chaos.ts';

// One fault phase over one firm; `npm run chaos` runs for as long as its options say.
it('faults injected into real processes lose nothing, and every desk ends up with the same data', async () => {
  const lines: string[] = [];
  const result = await runChaos({ seconds: 1, seed: 'short', print: (line) => lines.push(line) });
  const replay = `npm run chaos -- --seconds 60 --seed short; what went wrong when:\n${lines.join('\n')}`;
  expect(result.violations, replay).toEqual([]);
  expect(result.saved, replay).toBeGreaterThan(50);
  expect(result.mishaps.size, replay).toBeGreaterThan(3);
});
