import path from 'node:path';
import type { BrowserWindow, Dialog } from 'electron';
import type { Printed } from '#app/contract/operations.ts';
import { exportFile } from '../system/atomic-file.ts';

interface PrintDeps {
  dialog: Pick<Dialog, 'showSaveDialog'>;
  window: () => BrowserWindow | null;
  /** Initial folder of the dialog. */
  folder: () => string;
}

/** Prints what the window's page shows to a printer, or saves it as PDF. */
export function createPrint({ dialog, window, folder }: PrintDeps) {
  return {
    /** Shows the system's print dialog. */
    printPage: (): Promise<Printed> =>
      new Promise((resolve) => {
        const parent = window();
        if (parent === null) return resolve('failed');
        parent.webContents.print({}, (isPrinted, reason) => {
          // Chromium has no code for it.
          resolve(isPrinted ? 'printed' : /cancel/i.test(reason) ? 'cancelled' : 'failed');
        });
      }),
    /** Returns the path, or null if cancelled. */
    async savePdf(name: string): Promise<string | null> {
      const parent = window();
      if (parent === null) return null;
      const pdf = await parent.webContents.printToPDF({ preferCSSPageSize: true });
      const options = { defaultPath: path.join(folder(), path.basename(name)) };
      const { canceled, filePath } = await dialog.showSaveDialog(parent, options);
      if (canceled || !filePath) return null;
      exportFile(filePath, pdf);
      return filePath;
    },
  };
}
