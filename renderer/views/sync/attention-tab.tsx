import { AlertTriangle, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import type { Orphan, QueuedChange } from '#app/contract/records.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { errorText, labelIn, type Text, validationText } from '#app/text/index.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';
import { useKeptFocus } from '../../hooks/use-kept-focus.ts';
import { useSaveFile } from '../../hooks/use-save-file.ts';
import { fieldErrorsOf } from '../../model/field-errors.ts';
import { waitingRecords } from '../../model/waiting.ts';
import { ChangeCard } from './change-card.tsx';
import { FixDialog } from './fix-dialog.tsx';
import { OrphanActions } from './orphan-actions.tsx';

const MOST_SHOWN = 500;

/** Changes the server did not take, each with its reason and what can be done. */
export function AttentionTab() {
  const { client } = useDesk();
  const { t } = useSpeech();
  const { value } = useSyncAnswer(() => client.getPendingChanges({ limit: MOST_SHOWN }), [client]);
  const parked = value?.filter(({ state }) => state === 'parked');
  const box = useKeptFocus<HTMLDivElement>(parked?.length);
  return (
    <div ref={box}>
      {parked?.length === 0 && (
        <EmptyState
          icon={<ShieldCheck size={28} aria-hidden />}
          title={t('sync.attention.empty')}
          hint={t('sync.attention.emptyHint')}
        />
      )}
      <ul className="cards">
        {parked?.map((change) => (
          <ParkedCard key={change.changeId} change={change} />
        ))}
      </ul>
    </div>
  );
}

const isAboutParent = ({ lastError }: QueuedChange): boolean => lastError?.code.startsWith('reference.') === true;

/** What is wrong field by field, where the server said so. */
function fieldErrorText({ table, lastError }: QueuedChange, text: Text): string {
  const entity = ferrySchema.entity(table);
  return Object.entries(fieldErrorsOf(lastError))
    .map(([name, message]) => {
      const field = entity?.fields[name];
      const said = validationText(message, text);
      return field === undefined ? said : `${labelIn(field.label, text.language)}: ${said}`;
    })
    .join(' ');
}

function ParkedCard({ change }: { change: QueuedChange }) {
  const { client, notices } = useDesk();
  const { t, text, formats } = useSpeech();
  const [isFixing, setFixing] = useState(false);
  const saveFile = useSaveFile();
  const { changeId, lastError } = change;
  const { value: orphan } = useSyncAnswer(
    async () => (isAboutParent(change) ? client.getOrphan(changeId) : { ok: true as const, value: null }),
    [client, changeId],
  );
  const [record] = waitingRecords([change]);
  if (record === undefined) return null;
  const isFixable = lastError?.action === 'fix' && lastError.code !== 'sync.blocked' && change.operation !== 'delete';
  const plainReason = () => {
    if (lastError === null) return t('badge.parked');
    if (lastError.code === 'sync.blocked') return t('sync.parkedBlocked');
    return fieldErrorText(change, text) || errorText(lastError, text);
  };
  const reason = orphan ? orphanReason(orphan) : plainReason();

  function orphanReason({ parents, released }: Orphan): string {
    const named = formats.list(parents.map(({ title }) => t('sync.quoted', { words: title || t('list.untitled') })));
    const told = t('sync.orphaned', { count: parents.length, parents: named });
    return released > 1 ? `${told} ${t('sync.orphanReleases', { count: released })}` : told;
  }
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
            {reason}
          </p>
        }
        actions={
          <>
            {orphan && <OrphanActions change={change} orphan={orphan} />}
            {isFixable && !orphan && (
              <Button look="primary" onPress={() => setFixing(true)}>
                {t('sync.fix')}
              </Button>
            )}
            {!orphan && <Button onPress={() => void retry()}>{t('sync.retry')}</Button>}
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
