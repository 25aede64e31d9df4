import { WHOLE_RECORD } from '#app/contract/protocol.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { sameJson } from '#app/schema/index.ts';
import { foldChanges } from './fold.ts';
import type { Proposal, RecordState } from './record-state.ts';

/**
 * The newest version of a record that a person can have seen who looks at fold(shadow, changes). Where a change that waits
 * covers what another device wrote, the screen shows only the change: the person has seen what that change was based on,
 * and nothing newer. If the change is never applied, an edit on top of it would else count as having seen it all.
 * @param fields the fields the person is about to write; null for the record as a whole
 */
export function seenVersion(
  entity: AnyEntity,
  shadow: RecordState,
  changes: readonly Proposal[],
  fields: readonly string[] | null,
  device: string,
): number {
  let seen = shadow.version;
  foldChanges(entity, shadow, changes, device, ({ baseVersion }, { conflicts }) => {
    const covers = conflicts.some(
      ({ field, theirs, kept }) =>
        !sameJson(kept, theirs) && (fields === null || field === WHOLE_RECORD || fields.includes(field)),
    );
    if (covers) seen = Math.min(seen, baseVersion);
  });
  return seen;
}
