import { runSeed } from '../../simulation/scenario.ts';
import { createTemplates } from '../../simulation/templates.ts';
import type { Figure } from './figure.ts';

/** 300 seeds a minute. */
const ALLOWED_MS = 60_000 / 300;

/** Seeds until the code is compiled. */
const WARM_UP = 5;

/** Processor time of seeds of the simulation, as a share of what 300 seeds a minute allow one. */
export async function simulationFigures(seeds: number): Promise<Figure[]> {
  const templates = await createTemplates();
  const took: number[] = [];
  for (let seed = 1; seed <= WARM_UP + seeds; seed += 1) {
    const before = process.cpuUsage();
    const { violations } = await runSeed({ seed, templates });
    if (violations[0]) throw new Error(`Seed ${seed} fails: ${violations[0].rule}`);
    const { user, system } = process.cpuUsage(before);
    took.push((user + system) / 1000);
  }
  const inOrder = took.slice(WARM_UP).toSorted((a, b) => a - b);
  const at = (part: number): number => inOrder[Math.floor(inOrder.length * part)] ?? 0;
  const mean = inOrder.reduce((sum, ms) => sum + ms, 0) / inOrder.length;
  const ofAllowed = (what: string, ms: number, aim: number): Figure => ({
    part: 'simulation',
    what,
    ratio: ms / ALLOWED_MS,
    low: at(0) / ALLOWED_MS,
    high: at(1 - 1 / inOrder.length) / ALLOWED_MS,
    aim,
    limit: 3 * aim,
  });
  return [
    ofAllowed(`a seed, of ${ALLOWED_MS} ms`, mean, 1),
    ofAllowed(`the slowest of a hundred seeds, of ${ALLOWED_MS} ms`, at(0.99), 4),
  ];
}
