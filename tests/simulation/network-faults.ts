import type { SeededRandom } from './random.ts';

/** What can happen to one call on its way. */
export type Fate =
  | 'arrives'
  | 'requestLost'
  | 'answerLost'
  | 'requestHangs'
  | 'answerHangs'
  | 'requestTwice'
  | 'requestLate'
  | 'answerLate'
  | 'answerCut'
  | 'answerWrong'
  | 'answerOfBefore'
  | 'feedRowLost'
  | 'failsBefore'
  | 'failsAfter'
  | 'busy'
  | 'tooLarge'
  | 'portal'
  | 'expired';

const FATES: readonly [number, Fate][] = [
  [10, 'requestLost'],
  [14, 'answerLost'],
  [3, 'requestHangs'],
  [5, 'answerHangs'],
  [10, 'requestTwice'],
  [5, 'requestLate'],
  [5, 'answerLate'],
  [4, 'answerCut'],
  [6, 'answerWrong'],
  [4, 'answerOfBefore'],
  [3, 'feedRowLost'],
  [6, 'failsBefore'],
  [6, 'failsAfter'],
  [6, 'busy'],
  [6, 'tooLarge'],
  [3, 'portal'],
  [1.5, 'expired'],
];

export interface NetworkFaults {
  /** The probability, from 0 to 1, that a call meets a fault. */
  setRate(probability: number): void;
  draw(): Fate;
  latencyMs(): number;
  /** Cuts computers off the server, or lets them back. */
  partition(names: ReadonlySet<string>): void;
  isCutOff(name: string): boolean;
}

export function createNetworkFaults(random: SeededRandom): NetworkFaults {
  let rate = 0;
  let cutOff: ReadonlySet<string> = new Set();
  return {
    setRate(probability) {
      rate = probability;
    },
    draw() {
      if (!random.chance(rate)) return 'arrives';
      return random.weighted(FATES)[1];
    },
    latencyMs: () => random.between(4, rate > 0 ? 400 : 60),
    partition(names) {
      cutOff = names;
    },
    isCutOff: (name) => cutOff.has(name),
  };
}
