import { CloudUpload } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';
import { goTo } from '../../hooks/use-route.ts';
import { useToday } from '../../hooks/use-today.ts';
import { soonDue } from '../../model/unsent-due.ts';

const MOST_ASKED = 500;
const MOST_NAMED = 3;

/** Warns where work that is due within days has not reached the server: colleagues cannot see it yet. */
export function UnsentDue() {
  const { client } = useDesk();
  const { t, formats } = useSpeech();
  const today = useToday();
  const { value: pending } = useSyncAnswer(() => client.getPendingChanges({ limit: MOST_ASKED }), [client]);
  const [titles, setTitles] = useState<string[]>([]);
  useEffect(() => {
    let isCurrent = true;
    void soonDue(client, pending ?? [], today).then((found) => isCurrent && setTitles(found));
    return () => {
      isCurrent = false;
    };
  }, [client, pending, today]);
  if (titles.length === 0) return null;
  const named = titles.slice(0, MOST_NAMED);
  return (
    <div className="bar bar--wait overview__alert" role="note">
      <CloudUpload size={14} aria-hidden />
      <p className="bar__text">{t('overview.unsentDue', { count: titles.length, titles: formats.list(named) })}</p>
      <Button look="quiet" onPress={() => goTo({ view: 'sync', tab: 'waiting' })}>
        {t('common.show')}
      </Button>
    </div>
  );
}
