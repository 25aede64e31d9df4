import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, Log } from '#app/contract/ports.ts';

const MAX_BYTES = 1024 * 1024;
const OLDER_FILES = 3;
/** Never logged, even if passed by mistake. */
const SECRET_KEYS = new Set(['token', 'password', 'healthKey', 'authorization', 'email', 'data', 'base']);

export interface FileLog extends Log {
  /** Resolves when everything logged so far is on disk. */
  flush(): Promise<void>;
}

/** A log of one JSON object per line, rotated to `.1`, `.2`, … beyond a megabyte. */
export function createFileLog(deps: { file: string; clock: Clock; maxBytes?: number }): FileLog {
  const { file, clock, maxBytes = MAX_BYTES } = deps;
  let waiting: string[] = [];
  let writing: Promise<void> | null = null;

  function write(level: string, event: string, facts: Record<string, unknown> = {}) {
    const time = new Date(clock.nowMs()).toISOString();
    waiting.push(`${JSON.stringify({ time, level, event, ...withoutSecrets(facts) })}\n`);
    writing ??= drain().finally(() => {
      writing = null;
    });
  }

  /** A full disk must not crash the app: what cannot be logged is dropped. */
  async function drain() {
    try {
      await mkdir(path.dirname(file), { recursive: true });
      while (waiting.length > 0) {
        const lines = waiting.join('');
        waiting = [];
        await appendFile(file, lines, { mode: 0o600 });
        if ((await stat(file)).size > maxBytes) await rotate(file);
      }
    } catch {
      waiting = [];
    }
  }

  return {
    debug: (event, facts) => write('debug', event, facts),
    info: (event, facts) => write('info', event, facts),
    warn: (event, facts) => write('warn', event, facts),
    error: (event, facts) => write('error', event, facts),
    async flush() {
      await writing;
    },
  };
}

async function rotate(file: string): Promise<void> {
  for (let index = OLDER_FILES; index >= 1; index -= 1) {
    const from = index === 1 ? file : `${file}.${index - 1}`;
    await rename(from, `${file}.${index}`).catch(() => undefined);
  }
}

function withoutSecrets(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [key, SECRET_KEYS.has(key) ? '[left out]' : value]),
  );
}
