import type { RelaunchOptions } from 'electron';

/** Switches of this start that the next one must not repeat. */
const WANTED_ONCE = /^(--hidden$|ferry:)/i;

/**
 * How the app is started again: with its switches, so that it comes back in the same data folder. An AppImage is started by
 * its file: the program inside of it lies in a place that is gone when this process ends.
 */
export function relaunchOptions(argv: readonly string[], appImage: string | undefined): RelaunchOptions {
  const args = argv.slice(1).filter((argument) => !WANTED_ONCE.test(argument));
  return appImage === undefined ? { args } : { args, execPath: appImage };
}
