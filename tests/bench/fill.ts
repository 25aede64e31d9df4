import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { aDesk } from '../support/desk.ts';

const RECORDS = 100_000;
/** A frame at 60 Hz, and what a person does not notice. */
const P99_LIMIT_MS = 16;
const MAX_LIMIT_MS = 50;
/** How often the delay is sampled; it is part of every value the histogram gives. */
const RESOLUTION_MS = 1;

/** How far a first fill holds up the process it runs in, as a share of what a person would notice. */
export async function benchFill(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-bench-'));
  const server = await startFillServer();
  try {
    const idle = await idleDelay();
    const desk = await aDesk('bench', { server, file: path.join(folder, 'ferry.db') });
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delay.enable();
    await desk.syncWell();
    delay.disable();
    const counts = await desk.operations.countRecords();
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    await desk.dispose();
    if (total !== RECORDS) throw new Error(`Only ${total} of ${RECORDS} records arrived.`);
    print('event loop, p99', toMs(delay.percentile(99)), P99_LIMIT_MS, toMs(idle.percentile(99)));
    print('event loop, max', toMs(delay.max), MAX_LIMIT_MS, toMs(idle.max));
  } finally {
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(what: string, ms: number, limitMs: number, idleMs: number): void {
  const share = (value: number): string => (value / limitMs).toFixed(2);
  process.stdout.write(`${what}: ${share(ms)} of ${limitMs} ms (idle on this machine: ${share(idleMs)})\n`);
}

/** The histogram counts in nanoseconds, the sampling interval included. */
function toMs(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
}

/** What the machine does to a process that does nothing. */
async function idleDelay() {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  delay.disable();
  return delay;
}

async function startFillServer(): Promise<{ url: string; stop: () => void }> {
  const script = path.join(import.meta.dirname, 'fill-server.ts');
  const child = spawn(process.execPath, [script, String(RECORDS)], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /listening on (\S+)/.exec(line)?.[1];
    if (url) return { url, stop: () => child.stdin.end() };
  }
  throw new Error('The server ended before it listened.');
}
