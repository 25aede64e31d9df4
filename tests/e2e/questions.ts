import type { ElectronApplication } from '@playwright/test';

/** Answers what the system asks, with the button of this name, and remembers what it asked. */
export async function answersWith(app: ElectronApplication, button: string): Promise<void> {
  await app.evaluate(({ app: electronApp, dialog }, wanted) => {
    dialog.showMessageBox = async (...args: unknown[]) => {
      const options = args.at(-1) as Electron.MessageBoxOptions;
      Object.assign(electronApp, { asked: `${options.message} ${options.detail}` });
      return { response: options.buttons?.indexOf(wanted) ?? -1, checkboxChecked: false };
    };
  }, button);
}

/** What was asked last; nothing is asked again until it is. */
export function asked(app: ElectronApplication): Promise<string> {
  return app.evaluate(({ app: electronApp }) => (electronApp as Electron.App & { asked?: string }).asked ?? '');
}
