import { app, dialog } from 'electron';

/** Last resort if a part of the app fails to start: only this error box can be shown. */
export function giveUp(reason: unknown): void {
  dialog.showErrorBox('Ferry cannot start', `Your saved work is untouched.\n\n${String(reason)}`);
  app.exit(1);
}
