import { ProgressBar } from 'react-aria-components';
import { useSpeech } from '../hooks/speech.tsx';

/** How far something has come, in words and as a bar. */
export function Progress({ label, done, total }: { label: string; done: number; total: number }) {
  const { t } = useSpeech();
  return (
    <ProgressBar className="progress" aria-label={label} value={done} maxValue={Math.max(1, total)}>
      {({ percentage }) => (
        <>
          <p className="tabular">
            {label} {t('csv.progress', { done, total })}
          </p>
          <div className="progress__track">
            <div className="progress__fill" style={{ width: `${percentage ?? 0}%` }} />
          </div>
        </>
      )}
    </ProgressBar>
  );
}
