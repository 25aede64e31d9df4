import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

const projectFolder = path.join(import.meta.dirname, '../../..');

export interface BenchProcess {
  url: string;
  /** Memory held, in MB, as the system counts it. */
  residentMb(): number;
  stop(): Promise<void>;
}

/** Starts a script that prints `listening on URL`. */
export async function startProcess(script: string, args: readonly string[]): Promise<BenchProcess> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      residentMb() {
        const pages = Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]);
        return (pages * 4096) / 2 ** 20;
      },
      async stop() {
        if (child.exitCode !== null) return;
        child.kill('SIGTERM');
        await once(child, 'exit');
      },
    };
  }
  throw new Error(`${script} ended before it listened.`);
}
