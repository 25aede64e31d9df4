import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { garbleHeader } from '../../support/damage.ts';
import { aDataFolder, saveClients, waiting } from '../../support/data-folder.ts';

const SALVAGER = path.join(import.meta.dirname, '../../kill/salvager.ts');
/** More would be a salvage of another kind. */
const MOST_STEPS = 120;

/** A damaged database with work in it, a backup and the outbox journal beside it; as often as a test wants it. */
async function aDamagedFolder() {
  const original = aDataFolder();
  const { desk } = await original.start();
  const before = await saveClients(desk, ['before']);
  await original.backups().create();
  const after = await saveClients(desk, ['c-1', 'c-2', 'c-3']);
  desk.operations.putDraft('clients', 'c-1', 'email', 'ana@');
  await original.stop();
  garbleHeader(original.database);
  const damaged = readFileSync(original.database);
  return {
    changeIds: [...before, ...after],
    damaged,
    copy() {
      const data = aDataFolder();
      cpSync(original.folder, data.folder, { recursive: true });
      return data;
    },
  };
}

function salvage(folder: string, how: 'kill' | 'full', at: number): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [SALVAGER, folder, how, `${at}`], { encoding: 'utf8' });
}

it.each(['kill', 'full'] as const)(
  'a salvage interrupted at any step loses nothing and continues at the next start (%s)',
  async (how) => {
    const { changeIds, damaged, copy } = await aDamagedFolder();
    let cutShort = 0;
    for (let step = 1; step <= MOST_STEPS; step += 1) {
      const data = copy();
      const { signal, stdout, stderr, status } = salvage(data.folder, how, step);
      if (how === 'kill' && signal !== 'SIGKILL') {
        expect(JSON.parse(stdout), stderr).toMatchObject({ code: null });
        break;
      }
      if (how === 'full') {
        expect(status, stderr).toBe(0);
        const { steps, code } = JSON.parse(stdout) as { steps: number; code: string | null };
        if (steps < step) break;
        expect([null, 'store.diskFull'], `step ${step}`).toContain(code);
      }
      cutShort += 1;
      const { desk, setAside, reports } = await data.start();
      expect(desk.storeError(), `step ${step}`).toBeNull();
      expect(await waiting(desk), `step ${step}`).toEqual(changeIds);
      expect(desk.operations.getDrafts('clients', 'c-1'), `step ${step}`).toMatchObject([{ value: 'ana@' }]);
      const kept = setAside.list().map((file) => readFileSync(file.path).equals(damaged));
      expect(kept, `step ${step}`).toContain(true);
      expect(reports.list(), `step ${step}`).toMatchObject([{ cause: 'damaged', saved: { changes: 4, drafts: 1 } }]);
      await data.stop();
    }
    expect(cutShort).toBeGreaterThan(10);
    expect(cutShort).toBeLessThan(MOST_STEPS);
    // A process for each step.
  },
  300_000,
);
