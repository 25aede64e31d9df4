import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { garble, garbleHeader, garblePage, pagesOf } from '../../support/damage.ts';
import { aDataFolder, type DataFolder, saveClients, waiting } from '../../support/data-folder.ts';

const SALVAGER = path.join(import.meta.dirname, '../../kill/salvager.ts');
const DAY_MS = 86_400_000;

function run({ folder }: DataFolder, how: 'kill' | 'full', at: number) {
  return spawnSync(process.execPath, [SALVAGER, folder, how, `${at}`], { encoding: 'utf8' });
}

function copyOf({ folder }: DataFolder): DataFolder {
  const data = aDataFolder();
  cpSync(folder, data.folder, { recursive: true });
  return data;
}

async function aFolderWithWork() {
  const data = aDataFolder();
  const { desk } = await data.start();
  const before = await saveClients(desk, ['before']);
  await data.backups().create();
  const after = await saveClients(desk, ['c-1', 'c-2', 'c-3']);
  await data.stop();
  return { data, changeIds: [...before, ...after] };
}

function garbleJournal({ folder }: DataFolder): void {
  const outbox = path.join(folder, 'outbox');
  for (const name of readdirSync(outbox)) {
    const file = path.join(outbox, name);
    garble(file, Math.floor(readFileSync(file).length / 3), 200);
  }
}

it('a full disk during a salvage, with the outbox journal damaged too, loses nothing that the data still holds', async () => {
  const { data: original, changeIds } = await aFolderWithWork();
  garbleHeader(original.database);
  garbleJournal(original);
  for (const step of [1, 2, 3, 4, 6, 8, 11, 14, 18, 23, 30]) {
    const data = copyOf(original);
    const { status, stderr, stdout } = run(data, 'full', step);
    expect(status, stderr).toBe(0);
    expect([null, 'store.diskFull'], `full at ${step}`).toContain(JSON.parse(stdout).code);
    const { desk } = await data.start();
    expect(desk.storeError(), `full at ${step}`).toBeNull();
    expect(await waiting(desk), `full at ${step}`).toEqual(changeIds);
    await data.stop();
  }
}, 120_000);

it('with outbox and journal damaged and the disk full, what is missing is told once there is room', async () => {
  const { data: original, changeIds } = await aFolderWithWork();
  for (const page of pagesOf(original.database, 'sync_queue')) garblePage(original.database, page);
  garbleJournal(original);
  for (const step of [1, 4, 9, 15]) {
    const data = copyOf(original);
    run(data, 'full', step);
    const { desk, reports, setAside } = await data.start();
    expect(desk.storeError(), `full at ${step}`).toBeNull();
    const found = await waiting(desk);
    expect(changeIds, `full at ${step}`).toEqual(expect.arrayContaining(found));
    expect(found, `full at ${step}`).toContain(changeIds[0]);
    const [report] = reports.list();
    expect(report?.isComplete.changes, `full at ${step}`).toBe(found.length === changeIds.length);
    expect(setAside.list().length, `full at ${step}`).toBeGreaterThan(0);
    await data.stop();
  }
}, 120_000);

it('an old file that is looked into again is found whole, however often Ferry is killed meanwhile', async () => {
  const { data: lost, changeIds } = await aFolderWithWork();
  const original = aDataFolder('ben');
  const later = await saveClients((await original.start()).desk, ['later']);
  await original.stop();
  const file = path.join(original.folder, 'set-aside/ferry-2026-01-01T00-00-00.db');
  mkdirSync(path.dirname(file));
  copyFileSync(lost.database, file);
  let killed = 0;
  for (let step = 1; step <= 120; step += 4) {
    const data = copyOf(original);
    data.ask({ kind: 'lookInto', setAside: path.join(data.folder, 'set-aside', path.basename(file)) });
    const first = run(data, 'kill', step);
    if (first.signal !== 'SIGKILL') break;
    killed += 1;
    // And once more, in what the next start does about it.
    run(data, 'kill', 1 + (step % 7));
    const { desk, reports, request } = await data.start();
    expect(desk.storeError(), `killed at ${step}`).toBeNull();
    expect((await waiting(desk)).toSorted(), `killed at ${step}`).toEqual([...later, ...changeIds].toSorted());
    expect(
      reports.list().map(({ cause }) => cause),
      `killed at ${step}`,
    ).toEqual(['lookedInto']);
    expect(request.read()).toBeNull();
    expect(existsSync(path.join(data.folder, 'set-aside', path.basename(file)))).toBe(true);
    await data.stop();
  }
  expect(killed).toBeGreaterThan(3);
}, 300_000);

it('a clock that goes back with every look at it during a repair neither stops it nor loses anything', async () => {
  const { data, changeIds } = await aFolderWithWork();
  let nowMs = data.clock.nowMs();
  vi.spyOn(data.clock, 'nowMs').mockImplementation(() => {
    nowMs -= 400 * DAY_MS;
    return nowMs;
  });
  for (const repair of [1, 2]) {
    garbleHeader(data.database);
    const { desk, setAside } = await data.start();
    expect(desk.storeError()).toBeNull();
    expect(await waiting(desk)).toEqual(changeIds);
    expect(setAside.list()).toHaveLength(repair);
    await data.stop();
  }
});
