import { useState } from 'react';
import type { QueuedChange } from '#app/contract/queue.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';
import { useSyncAnswer } from '../store/use-async.ts';
import { waitingRecords } from '../store/waiting.ts';
import { useSaveUnsentWork } from './use-save-unsent-work.ts';
import { WaitingWords } from './waiting-words.tsx';

interface SignOutDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** What happens to this computer's data at sign-out: kept and locked, or removed. */
export function SignOutDialog({ isOpen, onClose }: SignOutDialogProps) {
  const isAlone = useAlone();
  if (!isOpen) return null;
  return isAlone ? <RemoveAloneDialog onClose={onClose} /> : <OpenDialog onClose={onClose} />;
}

/** Without a server there is nothing to sign out of, and nothing that could unlock the data again. */
function RemoveAloneDialog({ onClose }: Pick<SignOutDialogProps, 'onClose'>) {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const saveUnsentWork = useSaveUnsentWork();
  const firm = useRendererState((state) => state.session?.firm.name ?? '');
  const [isBusy, setBusy] = useState(false);
  async function remove() {
    setBusy(true);
    const answer = await client.signOut({ force: true, data: 'remove' });
    setBusy(false);
    if (!answer.ok) notices.fail(answer.error);
  }
  return (
    <Dialog
      title={t('leaveAlone.title')}
      role="alertdialog"
      size="m"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button isDisabled={isBusy} onPress={() => void saveUnsentWork()}>
            {t('signOut.export')}
          </Button>
          <Button look="danger" isBusy={isBusy} onPress={() => void remove()}>
            {t('leaveAlone.remove')}
          </Button>
        </>
      }
    >
      <p>{t('leaveAlone.text', { firm })}</p>
    </Dialog>
  );
}

function OpenDialog({ onClose }: Pick<SignOutDialogProps, 'onClose'>) {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const saveUnsentWork = useSaveUnsentWork();
  const session = useRendererState((state) => state.session);
  const unsent = useRendererState((state) => {
    const counts = state.status?.regions.counts;
    return counts === undefined ? 0 : counts.pending + counts.parked + counts.conflicts;
  });
  const [isRemoving, setRemoving] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const firm = session?.firm.name ?? '';

  async function signOut(data: 'keep' | 'remove') {
    setBusy(true);
    const answer = await client.signOut({ force: true, data });
    setBusy(false);
    if (!answer.ok) return notices.fail(answer.error);
    onClose();
  }
  async function uploadFirst() {
    setBusy(true);
    const answer = await client.syncToServer();
    setBusy(false);
    if (!answer.ok) notices.fail(answer.error);
    else if (answer.value.error !== null) notices.fail(answer.value.error);
  }
  const exportAndUpload = unsent > 0 && (
    <>
      <Button isDisabled={isBusy} onPress={() => void saveUnsentWork()}>
        {t('signOut.export')}
      </Button>
      <Button isBusy={isBusy} onPress={() => void uploadFirst()}>
        {t('signOut.upload')}
      </Button>
    </>
  );
  if (isRemoving) {
    return (
      <Dialog
        title={t('signOut.removeTitle', { firm })}
        role="alertdialog"
        size="m"
        isOpen
        onClose={onClose}
        footer={
          <>
            <Button onPress={() => setRemoving(false)}>{t('common.back')}</Button>
            {exportAndUpload}
            <Button look="danger" isBusy={isBusy} onPress={() => void signOut('remove')}>
              {unsent > 0 ? t('signOut.removeAnyway', { count: unsent }) : t('signOut.remove')}
            </Button>
          </>
        }
      >
        <p>{t('signOut.removeText', { firm })}</p>
        {unsent > 0 && (
          <>
            <p className="bar bar--danger">
              <span className="bar__text">{t('signOut.removeUnsent', { count: unsent })}</span>
            </p>
            <UnsentWork />
          </>
        )}
      </Dialog>
    );
  }
  return (
    <Dialog
      title={t('signOut.title', { firm })}
      role="alertdialog"
      size="m"
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          {exportAndUpload}
          <Button isDisabled={isBusy} onPress={() => setRemoving(true)}>
            {t('signOut.removeChoice')}
          </Button>
          <Button look="primary" autoFocus isBusy={isBusy} onPress={() => void signOut('keep')}>
            {t('signOut.keep')}
          </Button>
        </>
      }
    >
      <p>{unsent > 0 ? t('signOut.unsent', { count: unsent }) : t('signOut.clean')}</p>
      {unsent > 0 && <UnsentWork />}
      <dl className="other-firm__choices">
        <dt>{t('signOut.keep')}</dt>
        <dd>{t('signOut.keepHint')}</dd>
        <dt>{t('signOut.removeChoice').replace(/…$/, '')}</dt>
        <dd>{t('signOut.removeHint')}</dd>
      </dl>
    </Dialog>
  );
}

/** As many as a dialog can show without becoming a task list. */
const MOST_NAMED = 6;
const MOST_READ = 500;

function UnsentWork() {
  const { client } = useRendererStore();
  const { t } = useI18n();
  const waiting = useSyncAnswer<QueuedChange[]>(() => client.getPendingChanges({ limit: MOST_READ }), [client]);
  const records = waitingRecords(waiting.value ?? []);
  const beyond = records.length - MOST_NAMED;
  return (
    <ul className="other-firm__list">
      {records.slice(0, MOST_NAMED).map((record) => (
        <li key={`${record.table}/${record.recordId}`} className="sign-out__line">
          <WaitingWords record={record} />
        </li>
      ))}
      {beyond > 0 && <li className="muted">{t('signOut.more', { count: beyond })}</li>}
    </ul>
  );
}
