import type { ElectronApplication } from '@playwright/test';

/** Quits as a person does who, asked about work that is not uploaded, quits all the same. */
export async function quitApp(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false });
  });
  await app.close();
}
