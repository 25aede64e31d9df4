import type { App, MessageBoxOptions } from 'electron';
import type { Log } from '#app/contract/ports.ts';
import type { Text } from '#app/text/text.ts';
import type { Hints } from '../shell/hints.ts';

const MOVE = 0;

interface MoveDeps {
  platform: NodeJS.Platform;
  app: Pick<App, 'isPackaged' | 'isInApplicationsFolder' | 'moveToApplicationsFolder'>;
  hints: Hints;
  ask: (options: MessageBoxOptions) => Promise<{ response: number }>;
  text: Pick<Text, 't'>;
  /** The app is about to quit and restart from its new location. */
  beforeMove: () => void;
  log: Log;
}

/**
 * Offers once to move the app to the Applications folder, on macOS. An app opened where it was downloaded runs from a
 * read-only copy at a random path, which cannot be updated.
 * @returns whether it was moved: this process ends, and the app restarts from there
 */
export async function offerToMove(deps: MoveDeps): Promise<boolean> {
  const { platform, app, hints, ask, text, beforeMove, log } = deps;
  const { t } = text;
  if (platform !== 'darwin' || !app.isPackaged || app.isInApplicationsFolder() || hints.wasGiven('move')) return false;
  const { response } = await ask({
    type: 'question',
    message: t('move.title'),
    detail: t('move.detail'),
    buttons: [t('move.now'), t('move.later')],
    defaultId: MOVE,
    cancelId: 1,
  });
  if (response !== MOVE) {
    hints.markGiven('move');
    return false;
  }
  beforeMove();
  try {
    // A running copy belongs to another user who is logged in; an older one goes to the bin.
    if (app.moveToApplicationsFolder({ conflictHandler: (conflict) => conflict === 'exists' })) return true;
    log.warn('move.refused');
  } catch (thrown) {
    log.warn('move.failed', { reason: String(thrown) });
  }
  await ask({ type: 'warning', message: t('move.failed'), detail: t('move.byHand') });
  return false;
}
