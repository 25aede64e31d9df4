import { AlertTriangle } from 'lucide-react';
import type { CachedRecord } from '#app/contract/lists.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';

/** Shows on the record, as well as in the sync centre, that a decision is needed. */
export function TroubleBanner({ record }: { record: CachedRecord }) {
  const { t } = useI18n();
  if (record.badge !== 'conflict' && record.badge !== 'parked') return null;
  const isConflict = record.badge === 'conflict';
  return (
    <div className="bar bar--danger">
      <AlertTriangle size={14} aria-hidden />
      <p className="bar__text">{isConflict ? t('record.conflictBanner', { count: 1 }) : t('record.parkedBanner')}</p>
      <Button look="quiet" onPress={() => goTo({ view: 'sync', tab: isConflict ? 'conflicts' : 'attention' })}>
        {isConflict ? t('record.decide') : t('record.lookAt')}
      </Button>
    </div>
  );
}
