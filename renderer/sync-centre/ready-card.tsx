import { CircleAlert, CircleCheck } from 'lucide-react';
import type { SyncStatus } from '#app/contract/status.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { readiness } from './readiness.ts';

/** Before going offline: whether everything was downloaded and uploaded. */
export function ReadyCard({ status }: { status: SyncStatus }) {
  const { t } = useI18n();
  const { isReady, key, values } = readiness(status);
  const Icon = isReady ? CircleCheck : CircleAlert;
  return (
    <section className={`ready ${isReady ? 'ready--yes' : 'ready--no'}`} aria-labelledby="ready-title">
      <Icon size={16} aria-hidden />
      <h2 className="ready__title" id="ready-title">
        {t('sync.ready.title')}
      </h2>
      <p>{t(key, values)}</p>
    </section>
  );
}
