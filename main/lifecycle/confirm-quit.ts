import type { MessageBoxOptions } from 'electron';
import type { Settings } from '#app/contract/settings.ts';
import type { StatusRegions } from '#app/contract/status.ts';
import type { SystemLocale } from '#app/text/system-locale.ts';
import { textIn } from '../shell/i18n.ts';

const QUIT = 0;
const STAY = 1;

interface QuitConfirmationDeps {
  counts: () => StatusRegions['counts'];
  show: (options: MessageBoxOptions) => Promise<{ response: number }>;
  language: () => Settings['language'];
  systemLocale: SystemLocale;
  /** The person chose to stay, perhaps after closing the last window. */
  onStay: () => void;
}

export interface QuitConfirmation {
  /** Whether to quit; asks the person if work is unsent. */
  mayQuit(): boolean | Promise<boolean>;
  /** Skips the quit prompt: relaunch, update or OS shutdown. */
  stopAsking(): void;
}

/** Asks before quitting with unsent work; the person may stay. */
export function createQuitConfirmation(deps: QuitConfirmationDeps): QuitConfirmation {
  let isAsking = true;

  async function ask(count: number): Promise<boolean> {
    const { t } = textIn(deps.language(), deps.systemLocale);
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
