import path from 'node:path';
import type { BrowserWindow, Dialog, SaveDialogOptions } from 'electron';
import { writeFileAtomically } from './files.ts';

export interface SaveFileDeps {
  dialog: Pick<Dialog, 'showSaveDialog'>;
  window: () => BrowserWindow | null;
  /** Where the dialog starts. */
  folder: () => string;
}

/** Saves a text where the person says; returns the path, or null where they closed the dialog. */
export function createSaveFile({ dialog, window, folder }: SaveFileDeps) {
  return async ({ name, content }: { name: string; content: string }): Promise<string | null> => {
    const options: SaveDialogOptions = { defaultPath: path.join(folder(), path.basename(name)) };
    const parent = window();
    const chosen = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options));
    if (chosen.canceled || !chosen.filePath) return null;
    writeFileAtomically(chosen.filePath, content);
    return chosen.filePath;
  };
}
