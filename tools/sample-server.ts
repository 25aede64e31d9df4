import { spawn } from 'node:child_process';
import { exitOf, projectFolder, readLines, stopChild } from './child-process.ts';
import { say } from './electron-runtime/progress.ts';

export interface SampleServer {
  readonly url: string;
  readonly dispose: () => Promise<void>;
}

/**
 * Starts the reference server on a free port, filling a new database with the sample firm, and waits until it listens.
 * @throws if it ends before; its output is on the terminal
 */
export async function startSampleServer(options: { databaseFile: string; isNew: boolean }): Promise<SampleServer> {
  const sample = options.isNew ? ['--sample'] : [];
  const args = ['server/index.ts', '--port', '0', '--db', options.databaseFile, ...sample];
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C reaches every process of the terminal's group: the server must outlive the desk, which may still upload.
    detached: process.platform !== 'win32',
  });
  const endWithUs = () => child.kill();
  process.once('exit', endWithUs);
  const dispose = async () => {
    child.off('exit', complain);
    process.off('exit', endWithUs);
    await stopChild(child);
  };
  const complain = () => say('The sample server has ended by itself; the desk goes on without it.');

  const url = new Promise<string>((resolve) => {
    readLines(child.stdout, (line) => {
      const listening = /listening on (http:\S+)/.exec(line);
      if (listening?.[1]) resolve(listening[1]);
    });
  });
  const ended = exitOf(child).then((code) => {
    throw new Error(`The server ended with code ${code} before it was ready`);
  });
  const readyUrl = await Promise.race([url, ended]);
  ended.catch(() => {});
  child.once('exit', complain);
  return { url: readyUrl, dispose };
}
