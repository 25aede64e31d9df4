import { AlertTriangle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import { errorText } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import type { Answer } from '../store/use-async.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';

interface AsyncResultProps<T> {
  answer: Answer<T>;
  children: (value: T) => ReactNode;
}

/** The value of an answer; on failure the error and a retry button, above the previous value if any. */
export function AsyncResult<T>({ answer: { value, error, reload }, children }: AsyncResultProps<T>) {
  if (error !== null && value === undefined) return <Unanswered error={error} onRetry={reload} />;
  return (
    <>
      {error !== null && <NotCurrent error={error} onRetry={reload} />}
      {value === undefined ? null : children(value)}
    </>
  );
}

interface ErrorProps {
  error: FerryError;
  onRetry: () => void;
}

/** Nothing can be shown: the reason, and a retry button. */
export function Unanswered({ error, onRetry }: ErrorProps) {
  const { t, text } = useI18n();
  return (
    <div role="alert">
      <EmptyState
        icon={<AlertTriangle size={28} aria-hidden />}
        title={t('common.cannotRead')}
        hint={errorText(error, text)}
      >
        <RecoveryButton error={error} onRetry={onRetry} />
      </EmptyState>
    </div>
  );
}

/** An older value stays visible, marked as not current. */
export function NotCurrent({ error, onRetry }: ErrorProps) {
  const { t, text } = useI18n();
  return (
    <div className="bar bar--danger" role="alert">
      <AlertTriangle size={14} aria-hidden />
      <p className="bar__text">
        {t('common.cannotRead')}. {errorText(error, text)}
      </p>
      <RecoveryButton error={error} onRetry={onRetry} look="quiet" />
    </div>
  );
}

/** Reading again cannot help with damaged data, only its repair, nor with a newer Ferry's, which its words and the status say. */
export function RecoveryButton({ error, onRetry, look }: ErrorProps & { look?: 'quiet' }) {
  const { t } = useI18n();
  const { client, notices } = useRendererStore();
  const repair = () => void client.repairData().then((answer) => (answer.ok ? undefined : notices.fail(answer.error)));
  const isDamage = error.action === 'repair';
  if (error.action === 'update') return null;
  return (
    <Button {...(look && { look })} onPress={isDamage ? repair : onRetry}>
      {t(isDamage ? 'action.repair' : 'common.retry')}
    </Button>
  );
}
