import { Progress } from '../components/progress.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';

/** Progress of undoing a large import, shown over any view while main runs it. */
export function UndoProgress() {
  const { client } = useRendererStore();
  const { t } = useI18n();
  const { value } = useSyncAnswer(() => client.listImports(), [client]);
  const running = value?.find(({ isUndoing }) => isUndoing);
  if (running === undefined) return null;
  const { name, size, left } = running;
  return (
    <div className="undo-progress">
      <Progress label={t('imports.undoingNamed', { name })} done={size - left} total={size} />
    </div>
  );
}
