import { app, crashReporter, dialog, protocol } from 'electron';
import { dataFolderProblem, refuseToStart } from './lifecycle/data-folder-problem.ts';
import { declareScheme } from './security/app-scheme.ts';
import { refusedSwitch } from './security/refused-switches.ts';
import { linkIn } from './shell/deep-link.ts';
import type { BuildInfo } from './system/build-info.ts';
import { type CommandLine, parseCommandLine } from './system/command-line.ts';

export interface Start extends CommandLine {
  /** The Ferry link that the app was started with. */
  link: string | null;
}

/**
 * Settles what must come before the app is ready. Null if this process must end: another one has the data folder, the
 * folder is not writable, or a switch is refused in a released app.
 */
export function prepareProcess({ isForTests }: BuildInfo): Start | null {
  const start: Start = { ...parseCommandLine(process.argv, process.cwd()), link: linkIn(process.argv) };
  const refused = app.isPackaged && !isForTests ? refusedSwitch(process.argv) : null;
  if (refused !== null) {
    process.stderr.write(`Ferry does not start with --${refused}. Start it without; a proxy is set in the system.\n`);
    app.exit(1);
    return null;
  }
  if (start.userDataDir !== null) app.setPath('userData', start.userDataDir);
  // Chromium cannot sandbox processes of root, who must pass --no-sandbox; the window requests a sandboxed renderer
  // either way.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  declareScheme(protocol);
  const folder = app.getPath('userData');
  const problem = dataFolderProblem(folder);
  if (problem !== null) {
    void refuseToStart(app, dialog, problem, folder);
    return null;
  }
  // One desk per data folder: a second start shows the first one's window and ends.
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return null;
  }
  // macOS emits the link that starts the app before any other listener exists.
  app.once('open-url', (event, link) => {
    event.preventDefault();
    start.link = link;
  });
  // Crash dumps stay in the data folder; nothing is sent.
  crashReporter.start({ uploadToServer: false });
  return start;
}
