import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { FerryBridge } from '#app/contract/events.ts';

import { launchApp } from './launch-app.ts';

const CALLS = 300;

/** What the way from the renderer to main and back adds to an edit, in the real app: as a share of the durable save itself. */
export async function benchBridge(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ferry-bench-'));
  const { page, dispose } = await launchApp(folder);
  try {
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    const { save, call } = await timeCalls(page);
    // A call that reads one row costs next to nothing in main: nearly all of it is the bridge.
    process.stdout.write(`the bridge adds ${(call / (save - call)).toFixed(2)} of what a durable save takes in main\n`);
  } finally {
    await dispose();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Median time of a saving and of a reading call, in whatever unit. */
async function timeCalls(page: Page): Promise<{ save: number; call: number }> {
  return page.evaluate(async (calls) => {
    const { ferry } = window as unknown as { ferry: FerryBridge };
    const median = async (perform: (index: number) => Promise<{ ok: boolean }>): Promise<number> => {
      const durations: number[] = [];
      for (let index = 0; index < calls; index += 1) {
        const startedAt = performance.now();
        const result = await perform(index);
        durations.push(performance.now() - startedAt);
        if (!result.ok) throw new Error('A call of the bench failed.');
      }
      return durations.sort((a, b) => a - b)[Math.floor(calls / 2)] ?? 0;
    };
    await ferry.queueChange('clients', 'insert', 'bench-client', { name: 'Nordwind Logistik' });
    const save = await median((index) =>
      ferry.queueChange('clients', 'update', 'bench-client', { city: `City ${index}` }),
    );
    const call = await median(() => ferry.getCachedEntity('clients', 'bench-client'));
    return { save, call };
  }, CALLS);
}
