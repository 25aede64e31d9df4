import { ShieldCheck } from 'lucide-react';
import type { QueuedChange } from '#app/contract/queue.ts';
import { AsyncResult } from '../components/async-result.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ShowMore } from '../components/show-more.tsx';
import { useListFocus } from '../components/use-list-focus.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { usePages } from '../store/use-pages.ts';
import { ParkedCard } from './parked-card.tsx';

const PAGE_SIZE = 100;

/** Changes the server refused, each with its reason and actions. */
export function AttentionTab() {
  const { client } = useRendererStore();
  const { t } = useI18n();
  const answer = usePages<QueuedChange>(
    PAGE_SIZE,
    (after) => client.getPendingChanges({ limit: PAGE_SIZE, after: after?.id, states: ['parked'] }),
    [client],
  );
  const box = useListFocus<HTMLDivElement>(answer.value?.items.length);
  return (
    <div ref={box}>
      <AsyncResult answer={answer}>
        {(pages) => (
          <>
            {pages.items.length === 0 && (
              <EmptyState
                icon={<ShieldCheck size={28} aria-hidden />}
                title={t('sync.attention.empty')}
                hint={t('sync.attention.emptyHint')}
              />
            )}
            <ul className="cards">
              {pages.items.map((change) => (
                <ParkedCard key={change.changeId} change={change} />
              ))}
            </ul>
            <ShowMore pages={pages} />
          </>
        )}
      </AsyncResult>
    </div>
  );
}
