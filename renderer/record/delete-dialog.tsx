import { useEffect, useState } from 'react';
import type { CachedRecord } from '#app/contract/lists.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { Confirm } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';
import { type DependantCount, dependantCounts } from './dependants.ts';

interface DeleteDialogProps {
  entity: AnyEntity;
  record: CachedRecord;
  isOpen: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

/** Confirms a deletion and lists what else is deleted. */
export function DeleteDialog({ entity, record, isOpen, onClose, onDeleted }: DeleteDialogProps) {
  const { client, changes, records } = useRendererStore();
  const { t, word, formats } = useI18n();
  const [dependants, setDependants] = useState<DependantCount[] | 'unread' | null>(null);
  const isAlone = useAlone();
  const title = String(record.data[entity.title] ?? '') || t('list.untitled');

  useEffect(() => {
    if (!isOpen) return;
    let isCurrent = true;
    void client
      .countDependants(record.table, [record.id])
      .then((found) => isCurrent && setDependants(found.ok ? dependantCounts(found.value) : 'unread'));
    return () => {
      isCurrent = false;
      setDependants(null);
    };
  }, [client, isOpen, record.table, record.id]);

  function message(): string {
    if (dependants === 'unread') return t('record.deleteUnread');
    const named = (dependants ?? []).map(({ entity: child, count }) =>
      t('list.count', { count, what: count === 1 ? word(child.singular) : word(child.label) }),
    );
    if (named.length === 0) return t(isAlone ? 'alone.delete' : 'record.deleteAlone');
    return t(isAlone ? 'alone.deleteWith' : 'record.deleteWith', { dependants: formats.list(named) });
  }
  return (
    <Confirm
      title={t('record.deleteTitle', { title })}
      message={message()}
      confirm={t('record.delete')}
      cancel={t('common.cancel')}
      isDanger
      isOpen={isOpen && dependants !== null}
      onClose={onClose}
      onConfirm={async () => {
        const answer = await changes.remove(record.table, [record.id], { key: 'record.deleted', values: { title } });
        if (!answer.ok) return;
        // At once, so that closing the pane saves nothing more.
        records.put([{ ...record, deleted: true }]);
        onDeleted();
      }}
    />
  );
}
