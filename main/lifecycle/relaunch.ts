import { app } from 'electron';
import { relaunchOptions } from './relaunch-options.ts';

/** Has the app started again when this process has ended. */
export function relaunch(): void {
  app.relaunch(relaunchOptions(process.argv, process.env.APPIMAGE));
}
