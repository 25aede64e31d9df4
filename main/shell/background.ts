import type { BrowserWindow, MessageBoxOptions } from 'electron';
import type { Text } from '#app/text/text.ts';
import type { Hints } from './hints.ts';

const STAY = 0;
const QUIT = 1;

interface BackgroundDeps {
  platform: NodeJS.Platform;
  /** Whether a tray icon would be visible now. */
  hasTray: () => Promise<boolean>;
  hints: Hints;
  ask: (options: MessageBoxOptions) => Promise<{ response: number }>;
  text: () => Pick<Text, 't'>;
  quit: () => void;
}

type HideableWindow = Pick<BrowserWindow, 'hide' | 'minimize' | 'isDestroyed'>;

/**
 * What closing the window does while Ferry keeps running: hides it if the tray can show it again, else minimises it.
 * The first time it asks the person, who may quit instead.
 */
export function createBackground(deps: BackgroundDeps): (window: HideableWindow) => Promise<void> {
  const { platform, hasTray, hints, ask, text, quit } = deps;
  let isAsking = false;

  async function explain(isTrayShown: boolean): Promise<number> {
    const { t } = text();
    const place = platform === 'darwin' ? 'menuBar' : isTrayShown ? 'tray' : 'minimised';
    const { response } = await ask({
      type: 'info',
      message: t('background.title'),
      detail: `${t(`background.${place}`)} ${t('background.setting')}`,
      buttons: [t('background.stay'), t('background.quit')],
      defaultId: STAY,
      cancelId: STAY,
    });
    hints.markGiven('background');
    return response;
  }

  return async (window) => {
    if (isAsking) return;
    isAsking = true;
    try {
      const isTrayShown = await hasTray();
      if (!hints.wasGiven('background') && (await explain(isTrayShown)) === QUIT) return quit();
      if (window.isDestroyed()) return;
      if (isTrayShown) window.hide();
      else window.minimize();
    } finally {
      isAsking = false;
    }
  };
}
