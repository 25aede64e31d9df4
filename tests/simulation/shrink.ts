import type { RunResult } from './scenario.ts';

const MAX_RUNS = 200;

export interface Shrunk {
  /** The events that are needed for the failure. */
  events: number[];
  runs: number;
}

/**
 * Leaves out events as long as the same rule is broken: halves first, then ever smaller pieces (delta debugging, Zeller and
 * Hildebrandt 2002). Each event draws from a source of its own, so the others stay what they were.
 */
export async function shrink(
  found: RunResult,
  run: (without: ReadonlySet<number>) => Promise<RunResult>,
): Promise<Shrunk> {
  const rule = found.violations[0]?.rule;
  let events = Array.from({ length: found.events }, (_, event) => event);
  let runs = 0;
  const fails = async (kept: readonly number[]): Promise<boolean> => {
    runs += 1;
    const without = new Set(Array.from({ length: found.events }, (_, event) => event).filter((e) => !kept.includes(e)));
    return (await run(without)).violations[0]?.rule === rule;
  };
  for (let size = Math.ceil(events.length / 2); size >= 1 && runs < MAX_RUNS; ) {
    let hasShrunk = false;
    for (let from = events.length - size; from > -size && runs < MAX_RUNS; from -= size) {
      const kept = events.toSpliced(Math.max(0, from), from < 0 ? size + from : size);
      if (kept.length === events.length || !(await fails(kept))) continue;
      events = kept;
      hasShrunk = true;
    }
    if (!hasShrunk || size > events.length) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return { events, runs };
}
