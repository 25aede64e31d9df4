import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Clock } from '#app/contract/ports.ts';
import type { FileCheck } from '#app/store/file-check.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import { makeFolder } from '../system/atomic-file.ts';
import { notSound } from './backups.ts';

export interface SetFirmAsideDeps {
  dataFolder: string;
  desk: Pick<Desk, 'backUp' | 'noteDamage'>;
  check: FileCheck;
  clock: Clock;
}

/**
 * Copies all data to a file of its own before the desk moves to another firm. What the copy lacks is lost with the move,
 * so it has to be sound.
 * @returns the path of the copy
 * @throws FerryFailure if there is no sound copy; nothing remains of it then
 */
export async function setFirmAside({ dataFolder, desk, check, clock }: SetFirmAsideDeps): Promise<string> {
  const folder = path.join(dataFolder, 'other-firms');
  makeFolder(folder);
  const file = path.join(folder, `ferry-${clock.nowMs()}.db`);
  try {
    await desk.backUp(file);
    const result = await check(file);
    if (result.kind === 'sound') return file;
    if (result.kind === 'damaged') desk.noteDamage(result.reason);
    throw notSound(result.kind, result.reason);
  } catch (thrown) {
    rmSync(file, { force: true });
    throw thrown;
  }
}
