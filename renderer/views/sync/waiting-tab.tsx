import { CloudUpload } from 'lucide-react';
import type { QueuedChange } from '#app/contract/records.ts';
import { Answered } from '../../components/answered.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ShowMore } from '../../components/show-more.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { type Pages, usePages } from '../../hooks/use-pages.ts';
import { useSaveFile } from '../../hooks/use-save-file.ts';
import { waitingRecords } from '../../model/waiting.ts';
import { ChangeCard } from './change-card.tsx';

const PAGE_SIZE = 200;

/** What is saved on this computer and not uploaded yet. */
export function WaitingTab() {
  const { client } = useDesk();
  const answer = usePages<QueuedChange>(
    PAGE_SIZE,
    (after) => client.getPendingChanges({ limit: PAGE_SIZE, after: after?.id, states: ['pending', 'sent'] }),
    [client],
  );
  return <Answered answer={answer}>{(pages) => <Waiting pages={pages} />}</Answered>;
}

function Waiting({ pages }: { pages: Pages<QueuedChange> }) {
  const { client, notices } = useDesk();
  const { t, formats } = useSpeech();
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
