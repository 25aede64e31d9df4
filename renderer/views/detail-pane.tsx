import { Trash2, X } from 'lucide-react';
import { useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { Button, IconButton } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { SyncBadge } from '../components/sync-badge.tsx';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useRecord } from '../hooks/use-record.ts';
import { recordKey } from '../store/state.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DetailTabs } from './detail-tabs.tsx';
import { TroubleBanner } from './trouble-banner.tsx';

interface DetailPaneProps {
  entity: AnyEntity;
  id: string;
  onClose: () => void;
}

/** One record: everything in it can be edited in place, and saves itself. */
export function DetailPane({ entity, id, onClose }: DetailPaneProps) {
  const { t, label, word } = useSpeech();
  const { drafts, editing } = useDesk();
  const record = useRecord(entity.table, id);
  const draft = useDeskState((state) => state.drafts[recordKey(entity.table, id)]);
  const isReadOnly = useDeskState((state) => state.session?.role === 'readOnly');
  const [isDeleting, setDeleting] = useState(false);
  const isNew = draft?.isNew === true;

  const data = isNew ? draft.data : record?.data;
  const title = String(data?.[entity.title] ?? '');
  const shownTitle =
    title !== '' ? title : isNew ? t('record.newTitle', { what: word(entity.singular) }) : t('list.untitled');

  if (data === undefined || record?.deleted) {
    return (
      <section className="detail" aria-label={t('record.details')}>
        <div className="detail__bar">
          <IconButton label={t('record.close')} keys="Esc" onPress={onClose}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
        {record?.deleted && (
          <EmptyState
            icon={<Trash2 size={28} aria-hidden />}
            title={t('record.gone.title')}
            hint={t('record.gone.hint')}
          />
        )}
      </section>
    );
  }
  const missing = isNew ? editing.missingFields(entity.table, data) : [];
  return (
    <section
      className="detail"
      aria-label={shownTitle}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <div className="detail__bar">
        <Breadcrumb entity={entity} data={data} />
        {!isReadOnly && (
          <Button
            look="quiet"
            icon={<Trash2 size={14} aria-hidden />}
            onPress={() => {
              if (!isNew) return setDeleting(true);
              drafts.drop(entity.table, id);
              onClose();
            }}
          >
            {isNew ? t('list.discardDraft') : t('record.delete')}
          </Button>
        )}
        <IconButton label={t('record.close')} keys="Esc" onPress={onClose}>
          <X size={16} aria-hidden />
        </IconButton>
      </div>
      <div className="detail__body scroller">
        <div className="detail__heading">
          <h2 className="detail__title selectable" data-untitled={title === '' || undefined}>
            {shownTitle}
          </h2>
          {isNew ? (
            <p className="detail__draft">
              {t('record.draftHint', {
                fields: missing.map((name) => label(entity.fields[name]?.label ?? entity.label)).join(', '),
              })}
            </p>
          ) : (
            record !== undefined && <SyncBadge badge={record.badge} />
          )}
        </div>
        {record !== undefined && <TroubleBanner record={record} />}
        <DetailTabs entity={entity} id={id} isNew={isNew} isReadOnly={isReadOnly} />
      </div>
      {record !== undefined && (
        <DeleteDialog
          entity={entity}
          record={record}
          isOpen={isDeleting}
          onClose={() => setDeleting(false)}
          onDeleted={onClose}
        />
      )}
    </section>
  );
}
