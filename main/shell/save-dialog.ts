import path from 'node:path';
import type { BrowserWindow, Dialog, SaveDialogOptions } from 'electron';
import { exportFile } from '../system/atomic-file.ts';

export interface SaveDialogDeps {
  dialog: Pick<Dialog, 'showSaveDialog'>;
  window: () => BrowserWindow | null;
  /** Initial folder of the dialog. */
  folder: () => string;
}

export interface FileToSave {
  name: string;
  content: string;
  encoding: 'utf-8' | 'base64';
}

/** Saves a file at a path the person chooses; returns the path, or null if cancelled. */
export function createSaveDialog({ dialog, window, folder }: SaveDialogDeps) {
  return async ({ name, content, encoding }: FileToSave): Promise<string | null> => {
    const options: SaveDialogOptions = { defaultPath: path.join(folder(), path.basename(name)) };
    const parent = window();
    const chosen = await (parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options));
    if (chosen.canceled || !chosen.filePath) return null;
    exportFile(chosen.filePath, encoding === 'base64' ? Buffer.from(content, 'base64') : content);
    return chosen.filePath;
  };
}
