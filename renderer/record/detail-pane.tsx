import { Trash2, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
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
import { FavouriteButton } from './favourite-button.tsx';
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
  const { t, word } = useI18n();
  const { client, editing } = useRendererStore();
  const record = useRecord(entity.table, id);
  // Not the draft itself: that changes with every keystroke.
  const newData = useRendererState((state) => newDataOf(state, entity.table, id));
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const [isDeleting, setDeleting] = useState(false);
  const isStored = record !== undefined && !record.deleted;
  useEffect(() => {
    if (isStored) void client.setPreference({ kind: 'recent', id, value: { table: entity.table } });
  }, [client, entity.table, id, isStored]);
  const isNew = newData !== undefined;

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
          <CloseButton onClose={onClose} />
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
  return (
    <section className="detail" tabIndex={-1} aria-label={shownTitle} onKeyDown={onKeyDown}>
      <div className="detail__bar">
        <Breadcrumb entity={entity} data={data} />
        {!isNew && <FavouriteButton table={entity.table} id={id} />}
        {!isReadOnly && (
          <>
            <OnCommand name="deleteRecord" run={remove} />
            <Button look="quiet" icon={<Trash2 size={14} aria-hidden />} onPress={remove}>
              {isNew ? t('list.discardDraft') : t('record.delete')}
            </Button>
          </>
        )}
        <CloseButton onClose={onClose} />
      </div>
      <div className="detail__body scroller">
        <div className="detail__heading">
          <h2 className="detail__title selectable" data-untitled={title === '' || undefined}>
            {shownTitle}
          </h2>
          {isNew ? (
            <NewRecordHint entity={entity} id={id} data={data} />
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

function CloseButton({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  return (
    <IconButton label={t('record.close')} keys="Esc" onPress={onClose}>
      <X size={16} aria-hidden />
    </IconButton>
  );
}

/** Why a new record is not saved yet: the disk refused it, or required fields are missing. */
function NewRecordHint({ entity, id, data }: { entity: AnyEntity; id: string; data: RecordData }) {
  const { t, label } = useI18n();
  const { editing } = useRendererStore();
  const hasUnsaved = useRendererState((state) => hasUnsavedFields(state, entity.table, id));
  if (hasUnsaved) return <SyncBadge badge="unsaved" />;
  const missing = editing.missingFields(entity.table, data);
  const fields = missing.map((name) => label(entity.fields[name]?.label ?? entity.label)).join(', ');
  return <p className="detail__draft">{t('record.draftHint', { fields })}</p>;
}

/** The values so far of a record that is not saved yet. */
function newDataOf({ drafts }: RendererState, table: string, id: string): RecordData | undefined {
  const draft = drafts[recordKey(table, id)];
  return draft?.isNew === true ? draft.data : undefined;
}
