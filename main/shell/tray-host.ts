import { execFile } from 'node:child_process';

const TIMEOUT_MS = 1_000;
/** Asks whether a host for tray icons exists (freedesktop StatusNotifierItem). */
const QUESTION = [
  '--session',
  '--print-reply',
  `--reply-timeout=${TIMEOUT_MS}`,
  '--dest=org.kde.StatusNotifierWatcher',
  '/StatusNotifierWatcher',
  'org.freedesktop.DBus.Properties.Get',
  'string:org.kde.StatusNotifierWatcher',
  'string:IsStatusNotifierHostRegistered',
];

/**
 * Whether a tray icon is visible. Always on macOS and Windows; on Linux it is asked each time, since a panel may appear
 * and disappear. No answer means no: a minimised window can always be found.
 */
export function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve) => {
    execFile('dbus-send', QUESTION, { timeout: 2 * TIMEOUT_MS }, (error, answer) =>
      resolve(error === null && /\bboolean true\b/.test(answer)),
    );
  });
}
