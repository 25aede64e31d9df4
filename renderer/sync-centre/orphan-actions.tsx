import { useState } from 'react';
import type { Orphan, OrphanDecision, QueuedChange } from '#app/contract/queue.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import type { MessageKey, MessageValues } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { type CardAction, CardActions } from './card-actions.tsx';
import { MoveDialog } from './move-dialog.tsx';

interface OrphanActionsProps {
  change: QueuedChange;
  orphan: Orphan;
  /** The other actions. */
  others: readonly CardAction[];
}

/**
 * Actions for a change whose parent was deleted: restore the parent, restore it as archived, or choose another parent.
 */
export function OrphanActions({ change, orphan, others }: OrphanActionsProps) {
  const { client, changes, notices } = useRendererStore();
  const { t, label, word } = useI18n();
  const [isMoving, setMoving] = useState(false);
  const [parent] = orphan.parents;
  const entity = ferrySchema.entity(change.table);
  const parentEntity = parent && ferrySchema.entity(parent.table);
  if (entity === undefined || parentEntity === undefined) return null;
  const title = parent?.title || t('list.untitled');
  const archivedState = archivedLabel(parentEntity);

  async function settle(decision: OrphanDecision, message: MessageKey, values: MessageValues) {
    const answer = await client.settleOrphan(change.changeId, decision);
    if (!answer.ok) {
      notices.fail(answer.error);
      return false;
    }
    changes.offerUndo({ key: message, values }, () => client.undoOrphan(answer.value));
    return true;
  }
  const restore: CardAction = {
    id: 'restore',
    label: t('sync.restoreParent', { title }),
    act: () => void settle({ choice: 'restore' }, 'record.restored', { title }),
  };
  const move: CardAction = {
    id: 'move',
    label: t('sync.moveElsewhere', { what: word(parentEntity.singular) }),
    act: () => setMoving(true),
  };
  const archive: CardAction[] =
    archivedState === undefined
      ? []
      : [
          {
            id: 'archive',
            label: t('sync.archiveParent', { state: label(archivedState) }),
            act: () =>
              void settle({ choice: 'archive' }, 'sync.parentArchived', { title, state: label(archivedState) }),
          },
        ];
  return (
    <>
      <CardActions actions={[...(orphan.isRestorable ? [restore, ...archive, move] : [move]), ...others]} />
      {isMoving && (
        <MoveDialog
          entity={entity}
          field={orphan.field}
          changeId={change.changeId}
          onClose={() => setMoving(false)}
          onChosen={(parentId, chosenTitle) =>
            settle({ choice: 'move', parentId }, 'sync.moved', { title: chosenTitle })
          }
        />
      )}
    </>
  );
}

/** The label of the state that archives a record. */
function archivedLabel({ archived, fields }: AnyEntity) {
  const [state] = Object.entries(archived ?? {});
  if (state === undefined) return undefined;
  const [name, value] = state;
  return fields[name]?.options?.find((option) => option.value === value)?.label;
}
