import { ShieldCheck } from 'lucide-react';
import type { QueuedChange } from '#app/contract/records.ts';
import { Answered } from '../../components/answered.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useKeptFocus } from '../../hooks/use-kept-focus.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { ParkedCard } from './parked-card.tsx';

const PAGE_SIZE = 100;

/** Changes the server did not take, each with its reason and what can be done. */
export function AttentionTab() {
  const { client } = useDesk();
  const { t } = useSpeech();
  const answer = usePages<QueuedChange>(
    PAGE_SIZE,
    (after) => client.getPendingChanges({ limit: PAGE_SIZE, after: after?.id, states: ['parked'] }),
    [client],
  );
  const box = useKeptFocus<HTMLDivElement>(answer.value?.items.length);
  return (
    <div ref={box}>
      <Answered answer={answer}>
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
      </Answered>
    </div>
  );
}
