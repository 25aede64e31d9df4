import { ok, type Result } from '#app/contract/errors.ts';
import type { RecordsChanged } from '#app/contract/events.ts';
import type { ActivityPage, ActivityQuery } from '#app/contract/protocol.ts';
import type { Counts } from '#app/contract/status.ts';
import type { Store } from '#app/store/store.ts';
import type { Desk } from './desk-types.ts';
import { createFoldEdits, type FoldEditsOptions } from './edits/fold-edits.ts';
import { createLocalActivity } from './edits/local-activity.ts';

interface AloneOptions extends FoldEditsOptions {
  store: FoldEditsOptions['store'] & Pick<Store, 'state'>;
}

/** Whose data it is, and what is different without a server. */
export function createAlone(options: AloneOptions) {
  const { state, transaction } = options.store;
  const localActivity = createLocalActivity(options.store);
  const foldEdits = createFoldEdits(options);
  const isOn = () => state.get('alone') !== null;
  const calls: Pick<Desk, 'belongsTo' | 'claim' | 'startAlone' | 'alone'> = {
    belongsTo() {
      const owner = state.get('owner');
      return owner && { ...owner, personId: state.get('personId') };
    },
    claim: (server, firmId, personId) =>
      transaction(() => state.set({ owner: { server, firmId }, personId, alone: null })),
    startAlone: (alone, firmId, personId) =>
      transaction(() => state.set({ owner: { server: '', firmId }, personId, alone })),
    alone: () => state.get('alone'),
  };
  return {
    calls,
    /** Nothing waits where there is nobody to wait for; null with a server. */
    counts: (): Counts | null => (isOn() ? { pending: 0, parked: 0, conflicts: 0 } : null),
    /** Null with a server, which knows more. */
    activity: (query: ActivityQuery): Result<ActivityPage> | null => (isOn() ? ok(localActivity(query)) : null),
    /** Records were saved. */
    note: (changes: readonly RecordsChanged[]): void => (isOn() ? foldEdits.note(changes) : undefined),
    dispose: foldEdits.dispose,
  };
}
