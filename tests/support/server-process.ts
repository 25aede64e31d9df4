import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const projectFolder = path.join(import.meta.dirname, '../..');

export interface ServerProcess {
  /** `http://127.0.0.1:PORT`; stays the same over `stop` and `start`. */
  readonly url: string;
  readonly databaseFile: string;
  /** As when the firm's server is shut down in good order. Harmless when it is down. */
  stop(): Promise<void>;
  /** On the same port and database. */
  start(): Promise<void>;
}

interface ServerOptions {
  databaseFile: string;
  /** Fills a new database with the sample firm. */
  isSample: boolean;
}

/** The reference server as its own process on a free port, ready when this resolves. */
export async function startServerProcess({ databaseFile, isSample }: ServerOptions): Promise<ServerProcess> {
  let child: ChildProcess | null = null;

  async function run(port: string, ...more: string[]): Promise<string> {
    const args = ['server/index.ts', '--port', port, '--db', databaseFile, ...more];
    const started = spawn(process.execPath, args, { cwd: projectFolder, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    const lines: string[] = [];
    createInterface({ input: started.stderr }).on('line', (line) => lines.push(line));
    for await (const line of createInterface({ input: started.stdout })) {
      const listening = /listening on (http:\S+)/.exec(line)?.[1];
      // Leaving the loop closes the stream's reader; what is printed later is let go.
      if (listening !== undefined) {
        started.stdout.resume();
        return listening;
      }
    }
    throw new Error(`The server ended before it listened:\n${lines.join('\n')}`);
  }

  const url = await run('0', ...(isSample ? ['--sample'] : []));
  return {
    url,
    databaseFile,
    async stop() {
      const running = child;
      child = null;
      if (running === null || running.exitCode !== null || running.signalCode !== null) return;
      running.kill('SIGTERM');
      await once(running, 'exit');
    },
    async start() {
      if (child === null) await run(new URL(url).port);
    },
  };
}
