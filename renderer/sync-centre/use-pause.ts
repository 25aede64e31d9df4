import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { PAUSES, type Pause, pauseEnd, pauseHours } from './pause.ts';

/** The ways to pause sync, with labels and actions. */
export function usePauses(): { id: Pause; label: string; run: () => void }[] {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  return PAUSES.map((id) => {
    const hours = pauseHours[id];
    const label =
      hours === undefined
        ? t(id === 'morning' ? 'sync.pauseTomorrow' : 'sync.pauseForever')
        : t('sync.pauseFor', { count: hours });
    const run = () =>
      void client.pauseSync(pauseEnd(id, Date.now())).then((answer) => !answer.ok && notices.fail(answer.error));
    return { id, label, run };
  });
}
