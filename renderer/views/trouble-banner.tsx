import { AlertTriangle } from 'lucide-react';
import type { CachedRecord } from '#app/contract/records.ts';
import { Button } from '../components/button.tsx';
import { useSpeech } from '../hooks/speech.tsx';
import { goTo } from '../hooks/use-route.ts';

/** Where a decision is needed, it is said at the record and not only in the sync centre. */
export function TroubleBanner({ record }: { record: CachedRecord }) {
  const { t } = useSpeech();
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
