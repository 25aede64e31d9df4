import { ArchiveRestore } from 'lucide-react';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

/** How many changes the outbox journal restored, until the person has read it. */
export function BroughtBackBanner() {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const count = useRendererState(({ status }) => status?.regions.broughtBack?.changes ?? 0);
  if (count === 0) return null;
  const close = () =>
    void client.markBroughtBackSeen().then((answer) => (answer.ok ? undefined : notices.fail(answer.error)));
  return (
    <div className="bar bar--quiet" role="status">
      <ArchiveRestore size={14} aria-hidden />
      <p className="bar__text selectable">{t('salvage.fromJournal', { count })}</p>
      <Button look="quiet" onPress={close}>
        {t('common.close')}
      </Button>
    </div>
  );
}
