import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const projectFolder = path.join(import.meta.dirname, '../../../..');

export interface ServerOnPostgres {
  url: string;
  child: ChildProcess;
  /** What it has written to standard error so far. */
  complaints: readonly string[];
  /** As in a power cut: without a shutdown. */
  kill(): Promise<void>;
  /** In good order. Returns the exit code. */
  stop(): Promise<number | null>;
}

/** One server process of several on the same PostgreSQL, on a free port unless one is given. */
export async function startServerOnPostgres(postgresUrl: string, port = '0'): Promise<ServerOnPostgres> {
  const child = spawn(process.execPath, ['server/index.ts', '--port', port], {
    cwd: projectFolder,
    env: { ...process.env, FERRY_POSTGRES: postgresUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      child,
      complaints,
      kill: () => end(child, 'SIGKILL').then(() => undefined),
      stop: () => end(child, 'SIGTERM'),
    };
  }
  throw new Error(`The server ended before it listened:\n${complaints.join('\n')}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill(signal);
  await once(child, 'exit');
  return child.exitCode;
}
