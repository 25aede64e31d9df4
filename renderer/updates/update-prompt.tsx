import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import { ReleaseNotes } from './release-notes.tsx';
import { useTypingPause } from './use-typing-pause.ts';
import { useUpdateActions } from './use-update-actions.ts';

/** Never interrupts typing. */
const PAUSE_MS = 60_000;

/** Asks a person who never quits, once main says so and they have stopped typing. */
export function UpdatePrompt({ pauseMs = PAUSE_MS }: { pauseMs?: number }) {
  const { t } = useI18n();
  const update = useRendererState((state) => state.update);
  const isDue = update.kind === 'ready' && update.isDue;
  const isPaused = useTypingPause(pauseMs, isDue);
  const { install, postpone } = useUpdateActions();
  if (update.kind !== 'ready') return null;
  return (
    <Dialog
      title={t('update.prompt.title', { version: update.version })}
      isOpen={isDue && isPaused}
      size="m"
      onClose={() => void postpone()}
      footer={
        <>
          <Button onPress={() => void postpone()}>{t('update.later')}</Button>
          <Button look="primary" onPress={() => void install()}>
            {t('update.install')}
          </Button>
        </>
      }
    >
      <p>{t('update.prompt.body')}</p>
      <ReleaseNotes version={update.version} notes={update.notes} />
    </Dialog>
  );
}
