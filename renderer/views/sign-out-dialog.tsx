import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';

interface SignOutDialogProps {
  isOpen: boolean;
  onClose: () => void;
}

/** Says what would wait before one leaves, and offers to upload it first. */
export function SignOutDialog({ isOpen, onClose }: SignOutDialogProps) {
  const { client, notices, records } = useDesk();
  const { t } = useSpeech();
  const session = useDeskState((state) => state.session);
  const pending = useDeskState((state) => {
    const counts = state.status?.regions.counts;
    return counts === undefined ? 0 : counts.pending + counts.parked;
  });
  const [isBusy, setBusy] = useState(false);

  async function leave() {
    setBusy(true);
    const answer = await client.signOut({ force: true });
    setBusy(false);
    if (!answer.ok) return notices.fail(answer.error);
    records.forgetAll();
    onClose();
  }
  async function uploadFirst() {
    setBusy(true);
    const answer = await client.syncToServer();
    setBusy(false);
    if (!answer.ok) notices.fail(answer.error);
    else if (answer.value.error !== null) notices.fail(answer.value.error);
  }
  return (
    <Dialog
      title={t('settings.signOutTitle', { firm: session?.firm.name ?? '' })}
      role="alertdialog"
      size="m"
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          {pending > 0 && (
            <Button isBusy={isBusy} onPress={() => void uploadFirst()}>
              {t('settings.syncFirst')}
            </Button>
          )}
          <Button look={pending > 0 ? 'danger' : 'primary'} isBusy={isBusy} onPress={() => void leave()}>
            {pending > 0 ? t('settings.signOutAnyway') : t('settings.signOut')}
          </Button>
        </>
      }
    >
      <p>{pending > 0 ? t('settings.signOutPending', { count: pending }) : t('settings.signOutClean')}</p>
    </Dialog>
  );
}
