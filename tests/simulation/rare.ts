import type { SyncResponse } from '#app/contract/protocol.ts';
import type { World } from './world.ts';

/** Counts what an answer shows of states that are rare. */
export function countRare(world: World, answer: unknown): void {
  const { acks, feed, more, reset } = answer as Partial<SyncResponse>;
  if (!acks || !feed) return;
  if (more) world.met('feed cut into pages');
  if (reset) world.met(`desk starts over: ${reset}`);
  for (const { outcome, conflict, record } of acks) {
    world.met(`ack: ${outcome}`);
    if (conflict?.fields.some(({ field }) => field === '*')) world.met('deletion met an edit nobody there had seen');
    if (record && Object.values(record.stamps).some((stamp) => 'over' in stamp))
      world.met('write over what its writer had not seen');
  }
}

/** The table `simulate` prints: state, seeds that met it, times. */
export function rareTable(runs: number, met: ReadonlyMap<string, { runs: number; times: number }>): string[] {
  const rows = [...met].sort(([, one], [, other]) => one.runs - other.runs);
  return rows.map(
    ([state, { runs: inRuns, times }]) =>
      `  ${state.padEnd(52)} ${String(inRuns).padStart(6)} seeds ${((100 * inRuns) / runs).toFixed(1).padStart(5)} % ${String(times).padStart(8)} times`,
  );
}
