import { useEffect, useState } from 'react';
import type { CachedRecord } from '#app/contract/records.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { countDependants, type DependantCount } from '../client/dependants.ts';
import { Confirm } from '../components/dialog.tsx';
import { useDesk } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';

interface DeleteDialogProps {
  entity: AnyEntity;
  record: CachedRecord;
  isOpen: boolean;
  onClose: () => void;
  onDeleted: () => void;
}

/** Says what else goes before anything goes. */
export function DeleteDialog({ entity, record, isOpen, onClose, onDeleted }: DeleteDialogProps) {
  const { client, changes, records } = useDesk();
  const { t, word, formats } = useSpeech();
  const [dependants, setDependants] = useState<DependantCount[] | 'unread' | null>(null);
  const title = String(record.data[entity.title] ?? '') || t('list.untitled');

  useEffect(() => {
    if (!isOpen) return;
    let isCurrent = true;
    void countDependants(client, record.table, record.id).then(
      (found) => isCurrent && setDependants(found ?? 'unread'),
    );
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
    return named.length === 0 ? t('record.deleteAlone') : t('record.deleteWith', { dependants: formats.list(named) });
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
        const answer = await changes.remove(record.table, record.id, { key: 'record.deleted', values: { title } });
        if (!answer.ok) return;
        // At once: nothing more is saved in it when its pane goes away.
        records.put([{ ...record, deleted: true }]);
        onDeleted();
      }}
    />
  );
}
