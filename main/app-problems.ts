import path from 'node:path';
import { app, dialog, shell } from 'electron';
import type { Clock } from '#app/contract/ports.ts';
import { writeProblemReport } from './lifecycle/problem-report.ts';
import { createProblems, type Problems } from './lifecycle/problems.ts';
import { textIn } from './shell/i18n.ts';
import { systemLocale } from './shell/system-locale.ts';
import type { FileLog } from './system/log.ts';
import type { SettingsStore } from './system/settings.ts';

interface AppProblemsDeps {
  dataFolder: string;
  settings: Pick<SettingsStore, 'get'>;
  clock: Clock;
  log: FileLog;
}

/** Shows problems of the app in its language; handles crashes of helper processes by itself. */
export function createAppProblems({ dataFolder, settings, clock, log }: AppProblemsDeps): Problems {
  const logs = path.join(dataFolder, 'logs');
  const { electron, chrome } = process.versions;
  const problems = createProblems({
    t: (key) => textIn(settings.get().language, systemLocale(app)).t(key),
    show: (options) => dialog.showMessageBox(options),
    async showReport(what) {
      await log.flush();
      const file = await writeProblemReport(
        {
          file: path.join(logs, 'problem-report.txt'),
          logFile: path.join(logs, 'ferry.log'),
          facts: {
            Ferry: app.getVersion(),
            Electron: `${electron} (Chromium ${chrome})`,
            System: `${process.platform} ${process.getSystemVersion()} ${process.arch}`,
          },
          nowMs: () => clock.nowMs(),
        },
        what,
      );
      // Opens one of Ferry's text files in the system's viewer.
      await shell.openPath(file);
    },
    quit: () => app.quit(),
    clock,
    log,
  });
  app.on('child-process-gone', (_event, details) => problems.childGone(details));
  return problems;
}
