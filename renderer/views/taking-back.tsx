import { Progress } from '../components/progress.tsx';
import { useDesk } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useSyncAnswer } from '../hooks/use-answer.ts';

/** While a large import is taken back, in main and whatever is on the screen: how far it has come. */
export function TakingBack() {
  const { client } = useDesk();
  const { t } = useSpeech();
  const { value } = useSyncAnswer(() => client.listBatches(), [client]);
  const running = value?.find(({ isUndoing }) => isUndoing);
  if (running === undefined) return null;
  const { name, size, left } = running;
  return (
    <div className="taking-back">
      <Progress label={t('batch.undoingNamed', { name })} done={size - left} total={size} />
    </div>
  );
}
