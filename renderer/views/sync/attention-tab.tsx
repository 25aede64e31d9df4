import { AlertTriangle, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { QueuedChange } from '#app/contract/records.ts';
import { errorText } from '#app/text/index.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';
import { useSaveFile } from '../../hooks/use-save-file.ts';
import { waitingRecords } from '../../model/waiting.ts';
import { ChangeCard } from './change-card.tsx';
import { FixDialog } from './fix-dialog.tsx';
import { RestoreParent } from './restore-parent.tsx';

const MOST_SHOWN = 500;

/** Changes the server did not take, each with its reason and what can be done. */
export function AttentionTab() {
  const { client } = useDesk();
  const { t } = useSpeech();
  const { value } = useSyncAnswer(() => client.getPendingChanges({ limit: MOST_SHOWN }), [client]);
  if (value === undefined) return null;
  const parked = value.filter(({ state }) => state === 'parked');
  if (parked.length === 0) {
    return (
      <EmptyState
        icon={<ShieldCheck size={28} aria-hidden />}
        title={t('sync.attention.empty')}
        hint={t('sync.attention.emptyHint')}
      />
    );
  }
  return (
    <ul className="cards">
      {parked.map((change) => (
        <ParkedCard key={change.changeId} change={change} />
      ))}
    </ul>
  );
}

function ParkedCard({ change }: { change: QueuedChange }) {
  const { client, notices } = useDesk();
  const { t, text } = useSpeech();
  const [isFixing, setFixing] = useState(false);
  const saveFile = useSaveFile();
  const { changeId, lastError } = change;
  const [record] = waitingRecords([change]);
  if (record === undefined) return null;
  const isBlocked = lastError?.code === 'sync.blocked';

  async function retry() {
    const answer = await client.retryChange(changeId);
    if (!answer.ok) notices.fail(answer.error);
  }
  async function discard() {
    const answer = await client.discardChange(changeId);
    if (!answer.ok) return notices.fail(answer.error);
    const putBack = async () => {
      const restored = await client.restoreDiscardedChange(changeId);
      if (!restored.ok) notices.fail(restored.error);
    };
    notices.say('sync.discarded', {}, { label: 'common.undo', press: () => void putBack() });
  }
  return (
    <>
      <ChangeCard
        record={record}
        reason={
          <p className="card__reason">
            <AlertTriangle size={14} aria-hidden />
            {isBlocked ? t('sync.parkedBlocked') : lastError === null ? t('badge.parked') : errorText(lastError, text)}
          </p>
        }
        actions={
          <>
            {lastError?.action === 'restoreParent' && <RestoreParent change={change} />}
            {lastError?.action === 'fix' && change.operation !== 'delete' && (
              <Button look="primary" onPress={() => setFixing(true)}>
                {t('sync.fix')}
              </Button>
            )}
            <Button onPress={() => void retry()}>{t('sync.retry')}</Button>
            <Button onPress={() => void saveFile(`ferry-change-${changeId}.json`, JSON.stringify(change, null, 2))}>
              {t('sync.export')}
            </Button>
            <Button look="quiet" onPress={() => void discard()}>
              {t('sync.discard')}
            </Button>
          </>
        }
      />
      {isFixing && <FixDialog change={change} onClose={() => setFixing(false)} />}
    </>
  );
}
