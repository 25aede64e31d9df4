import { useEffect, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { Confirm } from '../components/dialog.tsx';
import { useLatest } from '../components/use-latest.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { type DependantCount, dependantCounts } from '../record/dependants.ts';
import { useRendererStore } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';

/** Maximum number of changes that one undo reverts. */
const MOST_CHANGES = 5000;

interface BulkDeleteProps {
  entity: AnyEntity;
  ids: readonly string[];
  onClose: () => void;
  onDeleted: () => void;
}

/** Confirms the deletion of records and all their dependants; one transaction, one undo. */
export function BulkDelete({ entity, ids, onClose, onDeleted }: BulkDeleteProps) {
  const { client, changes, notices } = useRendererStore();
  const { t, word, formats } = useI18n();
  const [dependants, setDependants] = useState<DependantCount[] | null>(null);
  const isAlone = useAlone();
  const count = ids.length;
  const what = word(count === 1 ? entity.singular : entity.label);

  async function ask() {
    const answer = await client.countDependants(entity.table, [...ids]);
    if (!answer.ok) {
      notices.fail(answer.error);
      return onClose();
    }
    const found = dependantCounts(answer.value);
    const total = found.reduce((sum, each) => sum + each.count, count);
    if (total > MOST_CHANGES) {
      notices.say('bulk.tooMany', { count: MOST_CHANGES });
      return onClose();
    }
    setDependants(found);
  }
  const latest = useLatest(ask);
  useEffect(() => void latest.current(), [latest]);

  async function remove() {
    const message = { key: 'bulk.deleted', values: { count, what } } as const;
    const answer = await changes.remove(entity.table, [...ids], message);
    if (answer.ok) onDeleted();
  }
  const others = (dependants ?? []).map(({ entity: child, count: among }) =>
    t('list.count', { count: among, what: word(among === 1 ? child.singular : child.label) }),
  );
  return (
    <Confirm
      title={t('bulk.deleteTitle', { count, what })}
      message={
        others.length === 0
          ? t(isAlone ? 'alone.delete' : 'bulk.deleteAlone')
          : t(isAlone ? 'alone.deleteWith' : 'bulk.deleteWith', { dependants: formats.list(others) })
      }
      confirm={t('record.delete')}
      cancel={t('common.cancel')}
      isDanger
      isOpen={dependants !== null}
      onClose={onClose}
      onConfirm={() => void remove()}
    />
  );
}
