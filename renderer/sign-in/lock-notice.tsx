import { CloudUpload, Lock } from 'lucide-react';
import type { LockState } from '#app/contract/lock.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import { useSaveUnsentWork } from './use-save-unsent-work.ts';

/** Why the firm's data is locked, what is unsent, and until when it can be exported. */
export function LockNotice({ lock }: { lock: LockState | null }) {
  const { t, formats } = useI18n();
  const saveUnsentWork = useSaveUnsentWork();
  const counts = useRendererState((state) => state.status?.regions.counts);
  const waiting = (counts?.pending ?? 0) + (counts?.parked ?? 0);
  const unsent = waiting + (counts?.conflicts ?? 0);
  if (lock === null) return null;
  const { firm, reason, isRemoved, removesAt } = lock;
  const isGone = isRemoved && unsent === 0;
  const mayExport = reason !== 'signedOut' && unsent > 0;
  const until = removesAt === null ? '' : formats.dayAndTime(removesAt);
  return (
    <div className="lock-notice" role="status">
      <p className="bar bar--wait">
        <Lock size={14} aria-hidden />
        <span className="bar__text">
          {t(isRemoved ? (isGone ? 'lock.removed' : 'lock.removedButUnsent') : `lock.${reason}`, { firm })}
        </span>
      </p>
      {reason === 'signedOut' && waiting > 0 && (
        <p className="bar bar--wait">
          <CloudUpload size={14} aria-hidden />
          <span className="bar__text">
            {t('status.pending', { count: waiting })}. {t('signIn.localWork')}
          </span>
        </p>
      )}
      {mayExport && (
        <>
          <p>{until === '' ? t('lock.unsent', { count: unsent }) : t('lock.unsentUntil', { count: unsent, until })}</p>
          <Button onPress={() => void saveUnsentWork()}>{t('signOut.export')}</Button>
        </>
      )}
      {unsent === 0 && until !== '' && <p>{t('lock.removes', { until })}</p>}
    </div>
  );
}
