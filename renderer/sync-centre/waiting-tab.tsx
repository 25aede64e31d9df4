import { CloudUpload } from 'lucide-react';
import type { QueuedChange } from '#app/contract/queue.ts';
import { AsyncResult } from '../components/async-result.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ShowMore } from '../components/show-more.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { type Pages, usePages } from '../store/use-pages.ts';
import { useSaveFile } from '../store/use-save-file.ts';
import { waitingRecords } from '../store/waiting.ts';
import { ChangeCard } from './change-card.tsx';

const PAGE_SIZE = 200;

/** Changes saved on this computer and not uploaded yet. */
export function WaitingTab() {
  const { client } = useRendererStore();
  const answer = usePages<QueuedChange>(
    PAGE_SIZE,
    (after) => client.getPendingChanges({ limit: PAGE_SIZE, after: after?.id, states: ['pending', 'sent'] }),
    [client],
  );
  return <AsyncResult answer={answer}>{(pages) => <Waiting pages={pages} />}</AsyncResult>;
}

function Waiting({ pages }: { pages: Pages<QueuedChange> }) {
  const { client, notices } = useRendererStore();
  const { t, formats } = useI18n();
  const saveFile = useSaveFile();
  if (pages.items.length === 0) {
    return (
      <EmptyState
        icon={<CloudUpload size={28} aria-hidden />}
        title={t('sync.waiting.empty')}
        hint={t('sync.waiting.emptyHint')}
      />
    );
  }

  async function exportAll() {
    const answer = await client.exportChanges();
    if (!answer.ok) return notices.fail(answer.error);
    void saveFile(`ferry-waiting-${formats.dayOf(Date.now())}.json`, answer.value);
  }

  return (
    <>
      <div className="page__intro">
        <p className="muted">{t('sync.waiting.intro')}</p>
        <Button onPress={() => void exportAll()}>{t('sync.exportAll')}</Button>
      </div>
      <ul className="cards">
        {waitingRecords(pages.items).map((record) => (
          <ChangeCard key={`${record.table}/${record.recordId}`} record={record} />
        ))}
      </ul>
      <ShowMore pages={pages} />
    </>
  );
}
