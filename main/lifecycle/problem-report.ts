import { readFile, writeFile } from 'node:fs/promises';

const MOST_LOG_LINES = 200;

interface ReportDeps {
  /** Where to write the report. */
  file: string;
  logFile: string;
  /** Version, Electron, system. */
  facts: Record<string, string>;
  nowMs: () => number;
}

/**
 * Writes a report that a person can read and send to support; Ferry never sends it. The log contains no record content
 * and no secrets.
 * @param what the problem, as `kind reason`
 * @returns the file
 */
export async function writeProblemReport({ file, logFile, facts, nowMs }: ReportDeps, what: string): Promise<string> {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const lines = [
    'A report about a problem with Ferry. It has not been sent to anyone; read it before you send it.',
    '',
    `Problem: ${what}`,
    `Time: ${new Date(nowMs()).toISOString()}`,
    ...Object.entries(facts).map(([name, value]) => `${name}: ${value}`),
    '',
    'The last lines of the log:',
    ...log.trimEnd().split('\n').slice(-MOST_LOG_LINES),
  ];
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return file;
}
