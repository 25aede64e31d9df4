import { Pencil, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { Button, IconButton } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { OnCommand } from '../navigation/command-bus.ts';
import { useRendererState } from '../store/store-context.ts';
import { BulkDelete } from './bulk-delete.tsx';
import { BulkEditDialog } from './lazy-bulk-edit.tsx';

interface BulkBarProps {
  entity: AnyEntity;
  selected: ReadonlySet<string>;
  onClear: () => void;
}

/** Actions on several selected records; each is one transaction and one undo. */
export function BulkBar({ entity, selected, onClear }: BulkBarProps) {
  const { t } = useI18n();
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const [isEditing, setEditing] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const count = selected.size;

  return (
    <div className="bulk-bar" role="toolbar" aria-label={t('list.selected', { count })}>
      <p className="bulk-bar__count tabular">{t('list.selected', { count })}</p>
      {isReadOnly ? (
        <p className="muted">{t('list.readOnly')}</p>
      ) : (
        <>
          <OnCommand name="bulkEdit" run={() => setEditing(true)} />
          <OnCommand name="bulkDelete" run={() => setDeleting(true)} />
          <Button icon={<Pencil size={14} aria-hidden />} onPress={() => setEditing(true)}>
            {t('bulk.edit')}
          </Button>
          <Button icon={<Trash2 size={14} aria-hidden />} onPress={() => setDeleting(true)}>
            {t('bulk.delete')}
          </Button>
        </>
      )}
      <IconButton label={t('bulk.clear')} keys="Esc" onPress={onClear}>
        <X size={14} aria-hidden />
      </IconButton>
      {isEditing && <BulkEditDialog entity={entity} ids={[...selected]} onClose={() => setEditing(false)} />}
      {isDeleting && (
        <BulkDelete entity={entity} ids={[...selected]} onClose={() => setDeleting(false)} onDeleted={onClear} />
      )}
    </div>
  );
}
