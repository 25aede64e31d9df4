import { Trash2, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { recordKey } from '#app/contract/record-key.ts';
import type { AnyEntity, RecordData } from '#app/schema/index.ts';
import { Button, IconButton } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { OnCommand } from '../navigation/command-bus.ts';
import { hasUnsavedFields } from '../store/save-retries.ts';
import type { RendererState } from '../store/state.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { Breadcrumb } from './breadcrumb.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DetailTabs } from './detail-tabs.tsx';
import { RecordBadge, SyncBadge } from './sync-badge.tsx';
import { TroubleBanner } from './trouble-banner.tsx';
import { useRecord } from './use-record.ts';

interface DetailPaneProps {
  entity: AnyEntity;
  id: string;
  /** A new object each time the focus moves into the record by key. */
  stepIn: object | null;
  /** The open tab, kept across records. */
  tab: string;
  onTab: (tab: string) => void;
  onClose: () => void;
}

/** One record: every field can be edited in place and saves itself. */
export function DetailPane({ entity, id, stepIn, tab, onTab, onClose }: DetailPaneProps) {
  const { t, label, word } = useI18n();
  const { editing } = useRendererStore();
  const record = useRecord(entity.table, id);
  // Not the draft itself: that changes with every keystroke.
  const newData = useRendererState((state) => newDataOf(state, entity.table, id));
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const [isDeleting, setDeleting] = useState(false);
  const isNew = newData !== undefined;
  const hasUnsaved = useRendererState((state) => hasUnsavedFields(state, entity.table, id));

  const data = newData ?? record?.data;
  const title = String(data?.[entity.title] ?? '');
  const shownTitle =
    title !== '' ? title : isNew ? t('record.newTitle', { what: word(entity.singular) }) : t('list.untitled');

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented && !event.nativeEvent.isComposing) onClose();
  };
  if (data === undefined || record?.deleted) {
    return (
      <section className="detail" tabIndex={-1} aria-label={t('record.details')} onKeyDown={onKeyDown}>
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
  const remove = () => {
    if (!isNew) return setDeleting(true);
    editing.discard(entity.table, id);
    onClose();
  };
  const missing = isNew ? editing.missingFields(entity.table, data) : [];
  return (
    <section className="detail" tabIndex={-1} aria-label={shownTitle} onKeyDown={onKeyDown}>
      <div className="detail__bar">
        <Breadcrumb entity={entity} data={data} />
        {!isReadOnly && (
          <>
            <OnCommand name="deleteRecord" run={remove} />
            <Button look="quiet" icon={<Trash2 size={14} aria-hidden />} onPress={remove}>
              {isNew ? t('list.discardDraft') : t('record.delete')}
            </Button>
          </>
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
            hasUnsaved ? (
              <SyncBadge badge="unsaved" />
            ) : (
              <p className="detail__draft">
                {t('record.draftHint', {
                  fields: missing.map((name) => label(entity.fields[name]?.label ?? entity.label)).join(', '),
                })}
              </p>
            )
          ) : (
            record !== undefined && <RecordBadge record={record} />
          )}
        </div>
        {record !== undefined && <TroubleBanner record={record} />}
        <DetailTabs
          entity={entity}
          id={id}
          isNew={isNew}
          isReadOnly={isReadOnly}
          stepIn={stepIn}
          tab={tab}
          onTab={onTab}
        />
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

/** The values so far of a record that is not saved yet. */
function newDataOf({ drafts }: RendererState, table: string, id: string): RecordData | undefined {
  const draft = drafts[recordKey(table, id)];
  return draft?.isNew === true ? draft.data : undefined;
}
