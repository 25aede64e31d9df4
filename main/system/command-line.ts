import path from 'node:path';

export interface CommandLine {
  /** Absolute folder for this desk's data, or null for the system's default. */
  userDataDir: string | null;
  /** Initial server of the sign-in form. */
  server: string | null;
  /** Started at login: without a window. */
  isHidden: boolean;
}

/** Parses Ferry's own switches and ignores those of Chromium and Electron. */
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
