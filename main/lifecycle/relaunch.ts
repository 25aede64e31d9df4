import { app } from 'electron';
import { ownAppImage } from '../system/app-image.ts';
import { relaunchOptions } from './relaunch-options.ts';

/** Restarts the app after this process ends. */
export function relaunch(): void {
  app.relaunch(relaunchOptions(process.argv, ownAppImage(process.env, process.execPath)));
}
