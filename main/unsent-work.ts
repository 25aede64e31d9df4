import type { MessageBoxOptions } from 'electron';
import type { Settings } from '#app/contract/settings.ts';
import type { StatusRegions } from '#app/contract/status.ts';
import { resolveSpeech } from '#app/text/language.ts';
import { createText } from '#app/text/text.ts';

const QUIT = 0;
const STAY = 1;

interface UnsentWorkDeps {
  counts: () => StatusRegions['counts'];
  show: (options: MessageBoxOptions) => Promise<{ response: number }>;
  language: () => Settings['language'];
  systemLocale: string;
  /** The person chose to stay, perhaps after the last window was closed. */
  onStay: () => void;
}

export interface UnsentWorkQuestion {
  /** Asks where there is something to ask; whether to quit. */
  mayQuit(): boolean | Promise<boolean>;
  /** Ferry comes back by itself, or the computer is going down. */
  stopAsking(): void;
}

/** Whoever quits with work that is not uploaded is told what will wait, and may stay. */
export function createUnsentWorkQuestion(deps: UnsentWorkDeps): UnsentWorkQuestion {
  let isAsking = true;

  async function ask(count: number): Promise<boolean> {
    const { language, locale } = resolveSpeech(deps.language(), deps.systemLocale);
    const { t } = createText(language, locale);
    const { response } = await deps.show({
      type: 'question',
      message: t('quit.title', { count }),
      detail: t('quit.detail'),
      buttons: [t('quit.now'), t('quit.stay')],
      defaultId: QUIT,
      cancelId: STAY,
    });
    if (response !== QUIT) deps.onStay();
    return response === QUIT;
  }

  return {
    mayQuit() {
      const { pending, parked } = deps.counts();
      return !isAsking || pending + parked === 0 ? true : ask(pending + parked);
    },
    stopAsking() {
      isAsking = false;
    },
  };
}
