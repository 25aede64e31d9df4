import { type Figure, figureOf, type Round } from './figure.ts';
import { growthFigures } from './growth.ts';
import { drainRound, fillRound, savingRound } from './parts.ts';
import { simulationFigures } from './simulation.ts';

export interface Size {
  edits: number;
  records: number;
  /** Beside the first, which warms up. */
  rounds: number;
  /** Of cache and of history, against a thousand. */
  grownRows: number;
  seeds: number;
}

export const FULL_SIZE: Size = { edits: 10_000, records: 100_000, rounds: 5, grownRows: 1_000_000, seeds: 300 };
export const QUICK_SIZE: Size = { edits: 500, records: 4_000, rounds: 3, grownRows: 20_000, seeds: 40 };

/** Each as a ratio to a limit: a bare engine in turns, the same work with few rows, or the time allowed. */
export const engineParts: Record<string, (size: Size) => Promise<Figure[]>> = {
  async enqueue({ edits, rounds }) {
    const taken = await repeated(rounds, () => savingRound(edits, 'each'));
    return [figureOf({ part: 'enqueue', what: 'edits one by one', aim: 2, limit: 12 }, taken)];
  },
  async bulk({ edits, rounds }) {
    const taken = await repeated(rounds, () => savingRound(edits, 'hundreds'));
    return [figureOf({ part: 'bulk', what: 'edits by hundreds', aim: 2.5, limit: 30 }, taken)];
  },
  async drain({ edits, rounds }) {
    const taken = await repeated(rounds, () => drainRound(edits));
    return [figureOf({ part: 'drain', what: 'pending to acknowledged', aim: 2.2, limit: 12 }, taken)];
  },
  async fill({ records, rounds }) {
    const taken = await repeated(rounds, () => fillRound(records));
    const of = (key: 'fill' | 'trickle' | 'size'): Round[] => taken.map((round) => round[key]);
    return [
      figureOf({ part: 'fill', what: 'first fill until found by search', aim: 4, limit: 15 }, of('fill')),
      figureOf({ part: 'trickle', what: '100 remote changes', aim: 5, limit: 25 }, of('trickle')),
      figureOf({ part: 'size', what: 'bytes of the file', aim: 2.2, limit: 4.5 }, of('size')),
    ];
  },
  growth: async ({ grownRows, rounds }) => growthFigures(grownRows, rounds),
  simulation: ({ seeds }) => simulationFigures(seeds),
};

async function repeated<T>(rounds: number, round: () => Promise<T>): Promise<T[]> {
  const taken: T[] = [];
  for (let index = 0; index <= rounds; index += 1) taken.push(await round());
  return taken;
}
