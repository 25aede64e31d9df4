import path from 'node:path';

export interface CommandLine {
  /** Absolute folder for everything this desk keeps, or null for the system's usual place. */
  userDataDir: string | null;
  /** Server address the sign-in form starts with. */
  server: string | null;
  /** Started at login: the window stays closed until it is asked for. */
  isHidden: boolean;
}

/** Reads Ferry's own switches; what Chromium and Electron understand is left to them. */
export function parseCommandLine(argv: readonly string[], workingDir: string): CommandLine {
  const userDataDir = switchValue(argv, 'user-data-dir');
  return {
    userDataDir: userDataDir === null ? null : path.resolve(workingDir, userDataDir),
    server: switchValue(argv, 'server'),
    isHidden: argv.includes('--hidden'),
  };
}

function switchValue(argv: readonly string[], name: string): string | null {
  const prefix = `--${name}=`;
  const found = argv.findLast((argument) => argument.startsWith(prefix));
  const value = found?.slice(prefix.length) ?? '';
  return value === '' ? null : value;
}
