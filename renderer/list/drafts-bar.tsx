import { PencilLine } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { AnyEntity } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

/** New records that were started and left; they stay until finished or discarded. */
export function DraftsBar({ entity, openId }: { entity: AnyEntity; openId: string | null }) {
  const { t } = useI18n();
  const { editing } = useRendererStore();
  const left = useRendererState(
    useShallow((state) =>
      Object.values(state.drafts).filter((draft) => draft.isNew && draft.table === entity.table && draft.id !== openId),
    ),
  );
  const [first] = left;
  if (first === undefined) return null;
  const { table } = entity;
  return (
    <div className="bar bar--wait">
      <PencilLine size={14} aria-hidden />
      <p className="bar__text">{t('list.drafts', { count: left.length })}</p>
      <Button look="quiet" onPress={() => goTo({ view: 'list', table, recordId: first.id })}>
        {t('list.openDraft')}
      </Button>
      <Button look="quiet" onPress={() => editing.discard(table, first.id)}>
        {t('list.discardDraft')}
      </Button>
    </div>
  );
}
