import { ProgressBar } from 'react-aria-components';
import { useI18n } from '../i18n/i18n.tsx';

type ProgressProps = { label: string } & ({ done: number; total: number } | { share: number });

/** A progress bar with its label; values from 0 to 1 unless a count is given. */
export function Progress({ label, ...progress }: ProgressProps) {
  const { t } = useI18n();
  const [value, max] = 'share' in progress ? [progress.share, 1] : [progress.done, Math.max(1, progress.total)];
  return (
    <ProgressBar className="progress" aria-label={label} value={value} maxValue={max}>
      {({ percentage }) => (
        <>
          <p className="tabular">
            {label} {'share' in progress ? '' : t('import.progress', progress)}
          </p>
          <div className="progress__track">
            <div className="progress__fill" style={{ width: `${percentage ?? 0}%` }} />
          </div>
        </>
      )}
    </ProgressBar>
  );
}
