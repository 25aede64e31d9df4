import { CloudUpload } from 'lucide-react';
import { NotCurrent } from '../components/async-result.tsx';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { goTo } from '../navigation/use-route.ts';
import { useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';
import { unsentDue } from './unsent-due-work.ts';

const MOST_NAMED = 3;

/** Warns if work due within days has not reached the server: colleagues cannot see it yet. */
export function UnsentDue() {
  const { client } = useRendererStore();
  const { t, formats } = useI18n();
  const today = useToday();
  const { value, error, reload } = useSyncAnswer(() => unsentDue(client, today, MOST_NAMED), [client, today]);
  if (error !== null) return <NotCurrent error={error} onRetry={reload} />;
  if (value === undefined || value.count === 0) return null;
  const named = value.titles.slice(0, MOST_NAMED);
  return (
    <div className="bar bar--wait overview__alert" role="note">
      <CloudUpload size={14} aria-hidden />
      <p className="bar__text">{t('overview.unsentDue', { count: value.count, titles: formats.list(named) })}</p>
      <Button look="quiet" onPress={() => goTo({ view: 'sync', tab: 'waiting' })}>
        {t('common.show')}
      </Button>
    </div>
  );
}
