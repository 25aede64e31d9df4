import { Pencil, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { withDependants } from '../../client/record-sets.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { OnCommand } from '../../hooks/command-bus.ts';
import { useDesk, useDeskState } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { BulkEditDialog } from './bulk-edit-dialog.tsx';

/** The most changes one transaction takes. */
const MOST_CHANGES = 5000;

interface BulkBarProps {
  entity: AnyEntity;
  selected: ReadonlySet<string>;
  onClear: () => void;
}

/** What can be done with several records at once; each is one transaction, and one undo. */
export function BulkBar({ entity, selected, onClear }: BulkBarProps) {
  const { client, changes, notices } = useDesk();
  const { t, word, formats } = useSpeech();
  const isReadOnly = useDeskState((state) => state.session?.role === 'readOnly');
  const [isEditing, setEditing] = useState(false);
  const [doomed, setDoomed] = useState<{ table: string; id: string }[] | null>(null);
  const count = selected.size;
  const what = word(count === 1 ? entity.singular : entity.label);

  async function askToDelete() {
    const found = await withDependants(client, entity.table, [...selected]);
    if (!found.ok) return notices.fail(found.error);
    if (found.value.length > MOST_CHANGES) return void notices.say('bulk.tooMany', { count: MOST_CHANGES });
    setDoomed(found.value);
  }
  async function remove(records: { table: string; id: string }[]) {
    const answer = await changes.saveAll(
      records.map(({ table, id }) => ({ table, operation: 'delete', recordId: id, data: {} })),
      { key: 'bulk.deleted', values: { count, what } },
    );
    if (answer.ok) onClear();
  }
  const others = ferrySchema.entities.flatMap((child) => {
    const among = doomed?.filter(({ table, id }) => table === child.table && !selected.has(id)).length ?? 0;
    return among === 0
      ? []
      : [t('list.count', { count: among, what: word(among === 1 ? child.singular : child.label) })];
  });
  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('list.selected', { count })}>
      <p className="bulk-bar__count tabular">{t('list.selected', { count })}</p>
      {isReadOnly ? (
        <p className="muted">{t('list.readOnly')}</p>
      ) : (
        <>
          <OnCommand name="bulkEdit" run={() => setEditing(true)} />
          <OnCommand name="bulkDelete" run={() => void askToDelete()} />
          <Button icon={<Pencil size={14} aria-hidden />} onPress={() => setEditing(true)}>
            {t('bulk.edit')}
          </Button>
          <Button icon={<Trash2 size={14} aria-hidden />} onPress={() => void askToDelete()}>
            {t('bulk.delete')}
          </Button>
        </>
      )}
      <IconButton label={t('bulk.clear')} keys="Esc" onPress={onClear}>
        <X size={14} aria-hidden />
      </IconButton>
      {isEditing && <BulkEditDialog entity={entity} ids={[...selected]} onClose={() => setEditing(false)} />}
      <Confirm
        title={t('bulk.deleteTitle', { count, what })}
        message={
          others.length === 0 ? t('bulk.deleteAlone') : t('bulk.deleteWith', { dependants: formats.list(others) })
        }
        confirm={t('record.delete')}
        cancel={t('common.cancel')}
        isDanger
        isOpen={doomed !== null}
        onClose={() => setDoomed(null)}
        onConfirm={() => void remove(doomed ?? [])}
      />
    </div>
  );
}
