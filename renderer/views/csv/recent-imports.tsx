import { NotCurrent } from '../../components/answered.tsx';
import { Button } from '../../components/button.tsx';
import { Progress } from '../../components/progress.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';

const MOST_SHOWN = 5;

/** What was imported lately, also before a restart, and can be taken back as one. */
export function RecentImports({ table }: { table: string }) {
  const { client, changes } = useDesk();
  const { t, formats } = useSpeech();
  const { value, error, reload } = useSyncAnswer(() => client.listBatches(), [client]);
  if (error !== null) return <NotCurrent error={error} onRetry={reload} />;
  const imports = value?.filter((batch) => batch.table === table).slice(0, MOST_SHOWN) ?? [];
  if (imports.length === 0) return null;
  return (
    <section className="recent-imports" aria-labelledby="recent-imports-title">
      <h3 className="settings-section__title" id="recent-imports-title">
        {t('batch.recent')}
      </h3>
      <ul className="settings-section__rows">
        {imports.map(({ batchId, name, size, left, createdAt, isUndoing }) => (
          <li key={batchId} className="setting">
            <div className="setting__words">
              <p className="setting__label truncate">{name}</p>
              {isUndoing ? (
                <Progress label={t('batch.undoing')} done={size - left} total={size} />
              ) : (
                <p className="setting__hint">
                  {t('batch.size', { count: left })} · {formats.relative(createdAt)}
                </p>
              )}
            </div>
            {!isUndoing && <Button onPress={() => void changes.takeBatchBack(batchId)}>{t('batch.undo')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
