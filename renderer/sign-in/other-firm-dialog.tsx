import { useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { AsyncResult } from '../components/async-result.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';
import { type WaitingRecord, waitingRecords } from '../store/waiting.ts';
import { useSaveUnsentWork } from './use-save-unsent-work.ts';
import { WaitingWords } from './waiting-words.tsx';

/** Nobody reads more; the rest comes along too. */
const MOST_LISTED = 500;

export interface RecordName {
  table: string;
  recordId: string;
}

export interface OtherFirmDialogProps {
  /** `session.otherFirm`. */
  error: FerryError;
  isBusy: boolean;
  onJoin: (without: RecordName[]) => void;
  onGoOnAlone: () => void;
  /** Closes without a decision; everything stays as it is. */
  onClose: () => void;
}

const keyOf = ({ table, recordId }: RecordName) => `${table}/${recordId}`;

/** The server holds another firm than this computer: the person decides about the waiting work. */
export function OtherFirmDialog({ error, isBusy, onJoin, onGoOnAlone, onClose }: OtherFirmDialogProps) {
  const { client } = useRendererStore();
  const { t } = useI18n();
  const saveUnsentWork = useSaveUnsentWork();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isReviewed, setReviewed] = useState(false);
  const waiting = useSyncAnswer<QueuedChange[]>(() => client.getPendingChanges({ limit: MOST_LISTED }), [client]);
  const names = { firm: String(error.details?.firm ?? ''), before: String(error.details?.before ?? '') };
  const count = Number(error.details?.pending ?? 0) + Number(error.details?.parked ?? 0);
  const records = waitingRecords(waiting.value ?? []);
  // Without a session the waiting work must not be shown: it stays in the separate file.
  const mayLookThrough = error.details?.mayLookThrough === true;

  function toggle(key: string, comes: boolean) {
    const next = new Set(left);
    if (comes) next.delete(key);
    else next.add(key);
    setLeft(next);
  }
  const join = () =>
    onJoin(records.filter((record) => left.has(keyOf(record))).map(({ table, recordId }) => ({ table, recordId })));
  const mayJoin = count === 0 || isReviewed || !mayLookThrough;
  return (
    <Dialog
      title={t('otherFirm.title')}
      size="m"
      role="alertdialog"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('otherFirm.wait')}</Button>
          {count > 0 && mayLookThrough && <Button onPress={() => void saveUnsentWork()}>{t('signOut.export')}</Button>}
          {error.details?.mayGoOnAlone === true && (
            <Button isBusy={isBusy} onPress={onGoOnAlone}>
              {t('otherFirm.alone')}
            </Button>
          )}
          {mayJoin ? (
            <Button look="primary" isBusy={isBusy} onPress={join}>
              {t('otherFirm.join', { firm: names.firm })}
            </Button>
          ) : (
            <Button look="primary" onPress={() => setReviewed(true)}>
              {t('otherFirm.review')}
            </Button>
          )}
        </>
      }
    >
      {isReviewed ? (
        <>
          <p>{t('otherFirm.reviewHint', names)}</p>
          <AsyncResult answer={waiting}>
            {() => (
              <ul className="other-firm__list">
                {records.map((record) => (
                  <li key={keyOf(record)}>
                    <WaitingLine
                      record={record}
                      comes={!left.has(keyOf(record))}
                      onChange={(comes) => toggle(keyOf(record), comes)}
                    />
                  </li>
                ))}
              </ul>
            )}
          </AsyncResult>
        </>
      ) : (
        <>
          <p>{t('otherFirm.intro', names)}</p>
          <p>{count === 0 ? t('otherFirm.nothingWaits') : t('otherFirm.waits', { count })}</p>
          <dl className="other-firm__choices">
            <dt>{t('otherFirm.wait')}</dt>
            <dd>{t('otherFirm.waitHint')}</dd>
            {count > 0 && mayLookThrough && (
              <>
                <dt>{t('signOut.export').replace(/…$/, '')}</dt>
                <dd>{t('otherFirm.exportHint')}</dd>
              </>
            )}
            {error.details?.mayGoOnAlone === true && (
              <>
                <dt>{t('otherFirm.alone')}</dt>
                <dd>{t('otherFirm.aloneHint')}</dd>
              </>
            )}
            <dt>{t('otherFirm.join', { firm: names.firm })}</dt>
            <dd>{t(mayLookThrough ? 'otherFirm.joinHint' : 'otherFirm.joinLocked', names)}</dd>
          </dl>
        </>
      )}
    </Dialog>
  );
}

interface WaitingLineProps {
  record: WaitingRecord;
  comes: boolean;
  onChange: (comes: boolean) => void;
}

/** One item that can come along. Deletions stay: the new firm has nothing to delete. */
function WaitingLine({ record, comes, onChange }: WaitingLineProps) {
  const isDeletion = record.operation === 'delete';
  return (
    <label className="check other-firm__line">
      <input
        type="checkbox"
        className="checkbox"
        checked={comes && !isDeletion}
        disabled={isDeletion}
        onChange={(event) => onChange(event.target.checked)}
      />
      <WaitingWords record={record} />
    </label>
  );
}
