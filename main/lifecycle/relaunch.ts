import { app } from 'electron';
import { relaunchOptions } from './relaunch-options.ts';

/** Restarts the app after this process ends. */
export function relaunch(): void {
  app.relaunch(relaunchOptions(process.argv, process.env.APPIMAGE));
}
