import { CloudUpload } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';
import { useSaveFile } from '../../hooks/use-save-file.ts';
import { waitingRecords } from '../../model/waiting.ts';
import { ChangeCard } from './change-card.tsx';

const MOST_SHOWN = 500;

/** What is saved on this computer and not uploaded yet. */
export function WaitingTab() {
  const { client, notices } = useDesk();
  const { t, formats } = useSpeech();
  const saveFile = useSaveFile();
  const { value } = useSyncAnswer(() => client.getPendingChanges({ limit: MOST_SHOWN }), [client]);
  if (value === undefined) return null;
  const waiting = waitingRecords(value.filter(({ state }) => state === 'pending' || state === 'sent'));
  if (waiting.length === 0) {
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
        {waiting.map((record) => (
          <ChangeCard key={`${record.table}/${record.recordId}`} record={record} />
        ))}
      </ul>
    </>
  );
}
