import { execFile } from 'node:child_process';

const TIMEOUT_MS = 1_000;
/** Whether anything shows tray icons, as freedesktop's StatusNotifierItem specification has it. */
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
 * Whether a tray icon can be seen. Always on macOS and Windows; on Linux the desktop is asked each time, since a panel may come
 * and go. Without an answer there is none: a window that is only minimised can be found in any case.
 */
export function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve) => {
    execFile('dbus-send', QUESTION, { timeout: 2 * TIMEOUT_MS }, (error, answer) =>
      resolve(error === null && /\bboolean true\b/.test(answer)),
    );
  });
}
