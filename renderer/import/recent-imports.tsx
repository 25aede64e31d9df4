import { NotCurrent } from '../components/async-result.tsx';
import { Button } from '../components/button.tsx';
import { Progress } from '../components/progress.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';

const MOST_SHOWN = 5;

/** Recent imports, also from before a restart, each with an undo button. */
export function RecentImports({ table }: { table: string }) {
  const { client, changes } = useRendererStore();
  const { t, formats } = useI18n();
  const { value, error, reload } = useSyncAnswer(() => client.listImports(), [client]);
  if (error !== null) return <NotCurrent error={error} onRetry={reload} />;
  const imports = value?.filter((each) => each.table === table).slice(0, MOST_SHOWN) ?? [];
  if (imports.length === 0) return null;
  return (
    <section className="recent-imports" aria-labelledby="recent-imports-title">
      <h3 className="settings-section__title" id="recent-imports-title">
        {t('imports.recent')}
      </h3>
      <ul className="settings-section__rows">
        {imports.map(({ importId, name, size, left, createdAt, isUndoing }) => (
          <li key={importId} className="setting">
            <div className="setting__words">
              <p className="setting__label truncate">{name}</p>
              {isUndoing ? (
                <Progress label={t('imports.undoing')} done={size - left} total={size} />
              ) : (
                <p className="setting__hint">
                  {t('imports.size', { count: left })} · {formats.relative(createdAt)}
                </p>
              )}
            </div>
            {!isUndoing && <Button onPress={() => void changes.undoImport(importId)}>{t('imports.undo')}</Button>}
          </li>
        ))}
      </ul>
    </section>
  );
}
