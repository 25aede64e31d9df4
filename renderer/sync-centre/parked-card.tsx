import { AlertTriangle } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Orphan, QueuedChange } from '#app/contract/queue.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { errorText, labelIn, type Text, validationText } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';
import { useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';
import { useSaveFile } from '../store/use-save-file.ts';
import { waitingRecords } from '../store/waiting.ts';
import { type CardAction, CardActions } from './card-actions.tsx';
import { ChangeCard } from './change-card.tsx';
import { fieldErrorsOf } from './field-errors.ts';
import { FixDialog } from './fix-dialog.tsx';
import { OrphanActions } from './orphan-actions.tsx';

const isAboutParent = ({ lastError }: QueuedChange): boolean => lastError?.code.startsWith('reference.') === true;
const isBlocked = ({ lastError }: QueuedChange): boolean => lastError?.code === 'sync.blocked';
const isFixable = (change: QueuedChange): boolean =>
  change.lastError?.action === 'fix' && !isBlocked(change) && change.operation !== 'delete';

const cardId = (changeId: string): string => `parked-${changeId}`;

/** A change the server refused: the reason and the main action, with the others in a menu. */
export function ParkedCard({ change }: { change: QueuedChange }) {
  const { client } = useRendererStore();
  const { changeId } = change;
  const { value: orphan } = useSyncAnswer(
    async () => (isAboutParent(change) ? client.getOrphan(changeId) : { ok: true as const, value: null }),
    [client, changeId],
  );
  const reason = useReason(change, orphan);
  const { retry, others } = useCommonActions(change);
  const [isFixing, setFixing] = useState(false);
  const { t } = useI18n();
  const [record] = waitingRecords([change]);
  if (record === undefined) return null;

  const fix: CardAction = { id: 'fix', label: t('sync.fix'), act: () => setFixing(true) };
  const show: CardAction = { id: 'show', label: t('sync.showBlocker'), act: () => showBlocker(change) };
  const best = isFixable(change) ? [fix] : isBlocked(change) ? [show] : [];
  const actions: ReactNode = orphan ? (
    <OrphanActions change={change} orphan={orphan} others={others} />
  ) : (
    <CardActions actions={[...best, retry, ...others]} />
  );
  return (
    <>
      <ChangeCard
        id={cardId(changeId)}
        record={record}
        reason={
          <p className="card__reason">
            <AlertTriangle size={14} aria-hidden />
            {reason}
          </p>
        }
        actions={actions}
      />
      {isFixing && <FixDialog change={change} onClose={() => setFixing(false)} />}
    </>
  );
}

/** Actions for every parked change: retry, export, discard. */
function useCommonActions(change: QueuedChange): { retry: CardAction; others: CardAction[] } {
  const { client, changes, notices } = useRendererStore();
  const { t } = useI18n();
  const saveFile = useSaveFile();
  const { changeId } = change;

  async function retry() {
    const answer = await client.retryChange(changeId);
    if (!answer.ok) notices.fail(answer.error);
  }
  async function discard() {
    const answer = await client.discardChange(changeId);
    if (!answer.ok) return notices.fail(answer.error);
    changes.offerUndo({ key: 'sync.discarded' }, () => client.restoreDiscardedChange(changeId));
  }
  const exportChange = () => saveFile(`ferry-change-${changeId}.json`, JSON.stringify(change, null, 2));
  return {
    retry: { id: 'retry', label: t('sync.retry'), act: () => void retry() },
    others: [
      { id: 'export', label: t('sync.export'), act: () => void exportChange() },
      { id: 'discard', label: t('sync.discard'), isDanger: true, act: () => void discard() },
    ],
  };
}

/** Shows the card of the change that must be sent first, or its record if the card is not visible. */
function showBlocker({ lastError }: QueuedChange): void {
  const { changeId, table, recordId } = lastError?.details ?? {};
  const link = document.getElementById(cardId(String(changeId)))?.querySelector<HTMLElement>('a');
  if (link) link.focus();
  else goTo({ view: 'list', table: String(table), recordId: String(recordId) });
}

function useReason(change: QueuedChange, orphan: Orphan | null | undefined): string {
  const { t, text, formats } = useI18n();
  const { lastError } = change;
  if (orphan) {
    const named = formats.list(
      orphan.parents.map(({ title }) => t('sync.quoted', { words: title || t('list.untitled') })),
    );
    const message = t('sync.orphaned', { count: orphan.parents.length, parents: named });
    return orphan.released > 1 ? `${message} ${t('sync.orphanReleases', { count: orphan.released })}` : message;
  }
  if (lastError === null) return t('badge.parked');
  if (isBlocked(change)) return t('sync.parkedBlocked');
  return fieldErrorText(change, text) || errorText(lastError, text);
}

/** The server's errors by field. */
function fieldErrorText({ table, lastError }: QueuedChange, text: Text): string {
  const entity = ferrySchema.entity(table);
  return Object.entries(fieldErrorsOf(lastError))
    .map(([name, problem]) => {
      const field = entity?.fields[name];
      const message = validationText(problem, text);
      return field === undefined ? message : `${labelIn(field.label, text.language)}: ${message}`;
    })
    .join(' ');
}
