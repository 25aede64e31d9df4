import { WHOLE_RECORD } from '#app/contract/protocol.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { sameJson } from '#app/schema/index.ts';
import { foldChanges } from './fold.ts';
import type { Proposal, RecordState } from './record-state.ts';

/**
 * The newest version of a record that a person looking at fold(shadow, changes) can have seen. If a pending change
 * covers another device's write, the screen shows only the change: the person saw its base, and nothing newer.
 * Otherwise, if the change is never applied, a later edit would count as having seen that write.
 * @param fields the fields about to be written; null for the whole record
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
