import { type ElectronApplication, _electron as electron } from '@playwright/test';

type LaunchOptions = NonNullable<Parameters<typeof electron.launch>[0]>;

const ATTEMPTS = 3;
/** A start takes a second; one that has not answered by then does not do so later. */
const START_DEADLINE_MS = 30_000;

/**
 * Starts the app with Playwright attached. On a busy machine the development runtime itself dies of SIGSEGV, or hangs, in
 * about one of 150 starts, while the inspector attaches and before it has read a line of the app; an app of five lines
 * does so too (seen 1 in 300). Such a start is made again. An app that ends or fails by itself is distinguished from it: it leaves
 * another signal or an exit code, and is not started again.
 */
export async function launchElectron(options: LaunchOptions): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await electron.launch({ timeout: START_DEADLINE_MS, ...options });
    } catch (error) {
      if (attempt === ATTEMPTS || !isRuntimeFault(String(error))) throw error;
      process.stderr.write(`The runtime died while Playwright attached to it; starting it again.\n${String(error)}\n`);
    }
  }
}

function isRuntimeFault(report: string): boolean {
  const hangs = /launch: Timeout \d+ms exceeded/.test(report);
  return hangs || (report.includes('Debugger attached') && report.includes('signal=SIGSEGV'));
}
