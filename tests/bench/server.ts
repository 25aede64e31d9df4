import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureGrowth } from './server/growth.ts';
import { measureMemory } from './server/memory.ts';
import { measureStreams } from './server/streams.ts';
import { measurePostgres, measureThroughput } from './server/throughput.ts';

/**
 * Without options: throughput on SQLite, and idle desks. With options, only what they name:
 * `--postgres` throughput there · `--records N` cost per change with N records beside one with 10 thousand ·
 * `--minutes N` memory under steady work · `--idle-desks N` memory of open event streams.
 */
export async function benchServer(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      postgres: { type: 'boolean' },
      records: { type: 'string' },
      minutes: { type: 'string' },
      'idle-desks': { type: 'string' },
    },
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-bench-server-'));
  try {
    if (args.length === 0) {
      await measureThroughput(folder);
      await measureStreams(folder, 500);
    }
    if (values.postgres) await measurePostgres(folder);
    if (values.records) await measureGrowth(folder, Number(values.records));
    if (values.minutes) await measureMemory(folder, Number(values.minutes));
    if (values['idle-desks']) await measureStreams(folder, Number(values['idle-desks']));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
