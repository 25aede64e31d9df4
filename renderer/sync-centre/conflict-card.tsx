import { useState } from 'react';
import { ok } from '#app/contract/errors.ts';
import type { StoredConflict } from '#app/contract/queue.ts';
import { type AnyEntity, ferrySchema, type JsonValue } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useValueContext } from '../i18n/use-value-context.ts';
import { hrefOf } from '../navigation/route.ts';
import { iconOf } from '../record/icons.ts';
import type { UndoMessage } from '../store/notices.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { conflictFieldLabel, WHOLE_RECORD } from './conflict-fields.ts';
import { EditConflictDialog } from './edit-conflict-dialog.tsx';

interface ConflictCardProps {
  conflict: StoredConflict;
  /** Number of open conflicts about the same field, including this one. */
  alikeCount: number;
  onResolved: () => void;
}

export function ConflictCard({ conflict, alikeCount, onResolved }: ConflictCardProps) {
  const { client, changes, notices } = useRendererStore();
  const { t, text, formats } = useI18n();
  const people = useRendererState((state) => state.session?.people);
  const [isEditing, setEditing] = useState(false);
  const [isAlike, setAlike] = useState(false);
  const entity = ferrySchema.entity(conflict.table);
  if (entity === undefined) return null;
  const Icon = iconOf(conflict.table);
  const theirName = people?.find(({ id }) => id === conflict.theirsBy)?.name ?? t('sync.theirs');
  const canEdit = conflict.fields.every(({ field }) => field !== WHOLE_RECORD);

  async function resolve(choice: 'mine' | 'theirs') {
    if (isAlike && alikeCount > 1) {
      const answer = await client.resolveConflictsAlike(conflict.conflictId, choice);
      if (!answer.ok) return notices.fail(answer.error);
      offerUndo({ key: 'sync.resolvedAlike', values: { count: answer.value.length } }, answer.value);
    } else {
      const answer = await client.resolveConflict(conflict.conflictId, { choice });
      if (!answer.ok) return notices.fail(answer.error);
      const message = choice === 'mine' ? 'sync.resolvedMine' : 'sync.resolvedTheirs';
      offerUndo({ key: message }, [conflict.conflictId]);
    }
    onResolved();
  }
  function offerUndo(message: UndoMessage, conflictIds: readonly string[]) {
    const left = [...conflictIds];
    changes.offerUndo(message, async () => {
      for (let conflictId = left.at(-1); conflictId !== undefined; conflictId = left.at(-1)) {
        const answer = await client.undoResolution(conflictId);
        if (!answer.ok) return answer;
        left.pop();
      }
      onResolved();
      return ok(null);
    });
  }
  return (
    <li className="card">
      <div className="card__head">
        <Icon size={16} strokeWidth={1.75} aria-hidden className="card__icon" />
        <a
          className="card__title truncate"
          href={hrefOf({ view: 'list', table: conflict.table, recordId: conflict.recordId })}
        >
          {conflict.title === '' ? t('list.untitled') : conflict.title}
        </a>
        <span className="card__when tabular">{formats.relative(conflict.createdAt)}</span>
      </div>
      <div className="conflict scroller">
        <table className="conflict__table">
          <thead>
            <tr>
              <th scope="col">{t('sync.field')}</th>
              <th scope="col">{t('sync.original')}</th>
              <th scope="col">
                {t('sync.mine')}
                <Who name={t('sync.you')} at={conflict.mineAt} />
              </th>
              <th scope="col">
                {t('sync.theirs')}
                <Who name={theirName} at={conflict.theirsAt} />
              </th>
            </tr>
          </thead>
          <tbody>
            {conflict.fields.map((each) => (
              <tr key={each.field}>
                <th scope="row">{conflictFieldLabel(entity, each.field, text)}</th>
                <ConflictValue entity={entity} field={each.field} value={each.base} />
                <ConflictValue
                  entity={entity}
                  field={each.field}
                  value={each.mine}
                  isKept={isSame(each.mine, each.kept)}
                />
                <ConflictValue
                  entity={entity}
                  field={each.field}
                  value={each.theirs}
                  isKept={isSame(each.theirs, each.kept)}
                />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="card__actions">
        <Button onPress={() => void resolve('mine')}>{t('sync.keepMine')}</Button>
        <Button onPress={() => void resolve('theirs')}>{t('sync.keepTheirs')}</Button>
        {canEdit && (
          <Button look="quiet" onPress={() => setEditing(true)}>
            {t('sync.editValue')}
          </Button>
        )}
        {alikeCount > 1 && (
          <label className="check">
            <input
              type="checkbox"
              className="checkbox"
              checked={isAlike}
              onChange={(event) => setAlike(event.target.checked)}
            />
            {t('sync.applyAlike', { count: alikeCount })}
          </label>
        )}
      </div>
      {isEditing && (
        <EditConflictDialog
          entity={entity}
          conflict={conflict}
          onClose={() => setEditing(false)}
          onResolved={() => {
            offerUndo({ key: 'sync.resolvedEdited' }, [conflict.conflictId]);
            onResolved();
          }}
        />
      )}
    </li>
  );
}

/** Whose value it is, and since when. */
function Who({ name, at }: { name: string; at: number }) {
  const { t, formats } = useI18n();
  return (
    <span className="conflict__who" title={formats.dayAndTime(at)}>
      {t('sync.theirsBy', { person: name, time: formats.relative(at) })}
    </span>
  );
}

const isSame = (a: JsonValue, b: JsonValue) => JSON.stringify(a) === JSON.stringify(b);

interface ConflictValueProps {
  entity: AnyEntity;
  field: string;
  value: JsonValue;
  isKept?: boolean;
}

function ConflictValue({ entity, field: name, value, isKept = false }: ConflictValueProps) {
  const { t } = useI18n();
  const context = useValueContext();
  const field = entity.fields[name];
  /** There is no third value: one side kept the original. */
  const wholeText = (whole: JsonValue) =>
    whole === null ? '' : t(whole === 'deleted' ? 'sync.wholeDeleted' : 'sync.wholeEdited');
  const message = () => {
    if (name === WHOLE_RECORD) return wholeText(value);
    return (field === undefined ? JSON.stringify(value) : valueText(field, value, {}, context)) || t('common.empty');
  };
  return (
    <td className="conflict__value selectable" data-kept={isKept || undefined}>
      {message()}
      {isKept && <span className="conflict__kept">{t('sync.kept')}</span>}
    </td>
  );
}
