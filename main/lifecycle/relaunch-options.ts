import type { RelaunchOptions } from 'electron';

/** Switches that a restart must not repeat. */
const WANTED_ONCE = /^(--hidden$|ferry:)/i;

/**
 * Options for restarting the app: the same switches, so that it uses the same data folder. An AppImage is restarted by
 * its file, since the mounted program disappears with this process.
 */
export function relaunchOptions(argv: readonly string[], appImage: string | undefined): RelaunchOptions {
  const args = argv.slice(1).filter((argument) => !WANTED_ONCE.test(argument));
  return appImage === undefined ? { args } : { args, execPath: appImage };
}
