import { atOnce, type Scene } from './scene.ts';
import type { World } from './world.ts';

type Action = readonly [weight: number, what: string, perform: (scene: Scene) => unknown];

/** What people do about what happened to their work: undo, settle conflicts, look after parked changes, sync and pause. */
export function decisions(world: World, expected: (thrown: unknown) => void): readonly Action[] {
  const discards = new Map<string, string>();
  return [
    [
      5,
      'undoes',
      ({ host, desk, random, done, whileDiscarding }) => {
        if (done.length === 0) return undefined;
        world.met('undo');
        const undone = done.slice(-random.between(1, Math.min(3, done.length)));
        // An undo takes a refused change out of the outbox.
        return whileDiscarding(host, () => void desk.operations.undoChanges(undone));
      },
    ],
    [8, 'settles a conflict', (scene) => settleConflict(world, scene)],
    [
      10,
      'looks after parked changes',
      ({ host, desk, random, typing, correct, whileDiscarding }) => {
        const waiting = atOnce(desk.operations.getPendingChanges({ limit: 100 }));
        const change = random.pickAny(waiting.filter(({ state }) => state === 'parked'));
        const discarded = discards.get(host.name);
        if (discarded !== undefined && random.chance(0.5)) {
          discards.delete(host.name);
          world.met('discarded change restored');
          return desk.operations.restoreDiscardedChange(discarded);
        }
        if (!change) return undefined;
        const what = random.between(0, 3);
        if (what === 0) {
          discards.set(host.name, change.changeId);
          world.met('parked change discarded');
          return whileDiscarding(host, () => void desk.operations.discardChange(change.changeId));
        }
        if (what === 1 && change.operation === 'update' && typeof change.data.title === 'string') {
          world.met('parked change corrected');
          return correct(change.changeId, { title: typing.unique('again') });
        }
        world.met('parked change retried');
        return desk.operations.retryChange(change.changeId);
      },
    ],
    [3, 'syncs by hand', ({ desk }) => void Promise.resolve(desk.operations.syncToServer()).catch(expected)],
    [
      2,
      'pauses or resumes',
      ({ desk, random }) =>
        random.chance(0.4)
          ? desk.operations.pauseSync(random.chance(0.5) ? null : world.clock.nowMs() + random.between(1, 200) * 1000)
          : desk.operations.resumeSync(),
    ],
  ];
}

function settleConflict(world: World, { host, desk, random, typing, whileDiscarding }: Scene): unknown {
  const conflict = random.pickAny(atOnce(desk.operations.listConflicts({ isOpen: random.chance(0.8) })));
  if (!conflict) return undefined;
  const { conflictId, fields, table, recordId } = conflict;
  if (conflict.resolution !== null) {
    world.met('decision on a conflict undone');
    return whileDiscarding(host, () => void desk.operations.undoResolution(conflictId));
  }
  world.met('conflict settled');
  if (random.chance(0.15)) return desk.operations.resolveConflictsAlike(conflictId, 'theirs');
  const isWhole = fields.some(({ field }) => field === '*');
  if (random.chance(0.3) && !isWhole) {
    const record = atOnce(desk.operations.getCachedEntity(table, recordId));
    const field = fields[0]?.field ?? '';
    const fresh = record === null ? {} : typing.edited(record, () => []);
    const data = Object.hasOwn(fresh, field) ? fresh : { ...fresh, [field]: fields[0]?.mine ?? null };
    return desk.operations.resolveConflict(conflictId, { choice: 'edited', data });
  }
  return desk.operations.resolveConflict(conflictId, { choice: random.pick(['mine', 'theirs'] as const) });
}
