import { CloudUpload } from 'lucide-react';
import { NotCurrent } from '../../components/answered.tsx';
import { Button } from '../../components/button.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';
import { goTo } from '../../hooks/use-route.ts';
import { useToday } from '../../hooks/use-today.ts';
import { unsentDue } from '../../model/unsent-due.ts';

const MOST_NAMED = 3;

/** Warns where work that is due within days has not reached the server: colleagues cannot see it yet. */
export function UnsentDue() {
  const { client } = useDesk();
  const { t, formats } = useSpeech();
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
