import { expect, it } from 'vitest';
import { runKillLoop, SAVES_A_KILL } from '../../kill/kill-loop.ts';

it('a desk that is killed while it writes and syncs loses nothing it reported as saved, and applies nothing twice', async () => {
  const moments = [0.02, 0.9, 0.3, 0.6, 0.1, 0.75, 0.45, 0.2];
  const { kills, saved } = await runKillLoop(moments.length, () => moments.shift() ?? 0.5);
  expect(kills).toBe(8);
  expect(saved).toBeGreaterThanOrEqual(8 * SAVES_A_KILL);
  // Eight processes begin one after the other.
}, 300_000);
