import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { App, Dialog } from 'electron';
import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import { toStoreFailure } from '#app/store/storage-error.ts';
import { errorText } from '#app/text/error-text.ts';
import { textIn } from '../shell/i18n.ts';
import { systemLocale } from '../shell/system-locale.ts';

/**
 * Why the data folder is not writable; null if it is. Electron would exit silently, because it cannot create its lock
 * there.
 */
export function dataFolderProblem(folder: string): FerryError | null {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return null;
  } catch (thrown) {
    return toFerryError(toStoreFailure(thrown, path.join(folder, 'ferry.db')));
  }
}

/** Shows why Ferry cannot start, in the system's language, and quits. */
export async function refuseToStart(app: App, dialog: Dialog, problem: FerryError, folder: string): Promise<void> {
  await app.whenReady();
  const text = textIn('system', systemLocale(app));
  dialog.showErrorBox(text.t('app.cannotStart'), `${errorText(problem, text)}\n\n${folder}`);
  app.exit(1);
}
