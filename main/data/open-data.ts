import { existsSync } from 'node:fs';
import path from 'node:path';
import { type FerryError, toFerryError } from '#app/contract/errors.ts';
import type { Session } from '#app/contract/operations.ts';
import type { Clock, Log } from '#app/contract/ports.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createFileCheck, type FileCheck } from '#app/store/file-check.ts';
import { readJournalCopy } from '#app/store/salvage/journal-copy.ts';
import { firmOfFile } from '#app/store/salvage/owner-firm.ts';
import { outboxJournalOf } from '#app/sync/desk.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import { rebuildDesk, rebuildUnsent } from '#app/sync/rebuild-desk.ts';
import { createReopeningDesk, mayPass } from '#app/sync/reopening-desk.ts';
import { createUnavailableDesk } from '#app/sync/unavailable-desk.ts';
import { makeFolder } from '../system/atomic-file.ts';
import { systemIds } from '../system/clock.ts';
import { createJsonFile } from '../system/json-file.ts';
import { type BackupFiles, createBackupFiles } from './backup-files.ts';
import { type DataRequestFile, dataRequestSchema } from './data-request.ts';
import { createRemoveData, type Removed } from './remove-data.ts';
import { createReplaceData, type RebuildSources, type SoundBackup } from './replace-data.ts';
import { createSalvageReports, type SalvageReports, salvageReportsSchema } from './salvage-reports.ts';
import { createSetAside, type SetAside } from './set-aside.ts';
import { createSwapData } from './swap-data.ts';

export interface OpenDataDeps {
  dataFolder: string;
  migrationsFolder: string;
  /** Path of `check-worker`, built or as source. */
  checkWorker: string;
  nativeBinding: string | undefined;
  /** The session; owns the data if nothing else names an owner. */
  session: () => Session | null;
  /** Somebody has signed in here before. */
  hasServer: boolean;
  /** Access was withdrawn and the export period is over. */
  isRemovalDue: () => boolean;
  /** Opens the database, creating it if needed; a failure becomes the desk's status. */
  open: (parts: Pick<OpenedData, 'backupFiles' | 'check'>) => Promise<Desk>;
  /** Records that the data was removed as requested; the request is deleted afterwards. */
  noteRemoved: (removed: Removed) => Promise<void>;
  /** Quits in order and restarts. */
  restart: () => void;
  clock: Clock;
  log: Log;
}

/** The desk's data and its maintenance. */
export interface OpenedData {
  desk: Desk;
  check: FileCheck;
  request: DataRequestFile;
  backupFiles: BackupFiles;
  setAside: SetAside;
  reports: SalvageReports;
}

const BUSY: FerryError = { code: 'store.busy', action: 'wait' };

/**
 * Opens the desk's data. Requests from before the restart come first; damaged or missing data is set aside and
 * replaced, with all work that can be read. If that fails now, the desk reports why, and retries if the cause may pass.
 */
export async function openData(deps: OpenDataDeps): Promise<OpenedData> {
  const { dataFolder, migrationsFolder, nativeBinding, clock, log } = deps;
  const inData = (name: string) => path.join(dataFolder, name);
  const [database, target] = [inData('ferry.db'), inData('ferry.db.new')];
  makeFolder(dataFolder);
  const check = createFileCheck(deps.checkWorker, nativeBinding);
  const request = createJsonFile({ file: inData('restore.json'), schema: dataRequestSchema, clock, log });
  const backupFiles = createBackupFiles(inData('backups'));
  const setAside = createSetAside({ dataFolder, folder: inData('set-aside') });
  const reports = createSalvageReports(
    createJsonFile({ file: inData('salvage.json'), schema: salvageReportsSchema, clock, log }),
  );

  /** The data could not be replaced, and was not opened. */
  let isUnreplaced = false;
  let isRestarting = false;

  /** Backups of a firm that this computer has left stay in the list, but replace nothing by themselves. */
  async function newestSoundBackup(): Promise<SoundBackup | null> {
    const firmId = deps.session()?.firm.id ?? readJournalCopy(outboxJournalOf(database)).owner?.firmId ?? null;
    for (const { path: file, at } of backupFiles.list()) {
      if (!(await isSound(file))) continue;
      const ofBackup = firmOfFile(file, nativeBinding);
      if (firmId === null || ofBackup === null || ofBackup === firmId) return { path: file, at };
    }
    return null;
  }

  async function isSound(file: string): Promise<boolean> {
    const result = await check(file);
    if (result.kind !== 'sound') log.warn('data.notSound', { file, ...result });
    return result.kind === 'sound';
  }

  async function isHeld(file: string): Promise<boolean> {
    return existsSync(file) && (await check(file)).kind === 'busy';
  }

  const swap = createSwapData({ database, target, request, reports, log });
  const rebuildOptions = (sources: RebuildSources) => ({
    ...sources,
    target,
    current: database,
    taken: reports.taken(),
    journalFile: outboxJournalOf(database),
    nowMs: clock.nowMs(),
    owner: ownerOf(deps.session()),
    migrationsFolder,
    nativeBinding,
    schema: ferrySchema,
    clock,
    log,
  });
  const replace = createReplaceData({
    database,
    target,
    request,
    swap,
    setAside,
    reports,
    newestSoundBackup,
    isSound,
    isHeld,
    backupAt: (file) => backupFiles.list().find(({ path: listed }) => listed === file)?.at ?? null,
    replacedPath: () => backupFiles.newPath('beforeRestore', clock.nowMs()),
    rebuild: (sources) => rebuildDesk(rebuildOptions(sources)),
    remove: createRemoveData({
      dataFolder,
      rebuildUnsent: () => rebuildUnsent(rebuildOptions({ base: null, earlier: [], isAsked: false })),
      swap,
      log,
    }),
    wasInUse: () =>
      deps.session() !== null ||
      deps.hasServer ||
      existsSync(outboxJournalOf(database)) ||
      backupFiles.list().length > 0 ||
      setAside.list().length > 0,
    clock,
    ids: systemIds,
    log,
  });

  async function prepare(): Promise<Removed | null> {
    if (deps.isRemovalDue()) request.write(dataRequestSchema.parse({ kind: 'remove' }));
    return await replace.prepare();
  }

  async function openRepaired({ isStart }: { isStart: boolean }): Promise<Desk> {
    if (isRestarting) return unavailable(BUSY);
    let removed: Removed | null = null;
    const failure = await errorOf(async () => {
      removed = await prepare();
    });
    if (failure !== null) return unavailable(failure);
    const desk = await deps.open({ backupFiles, check });
    if (removed !== null) return await endRemoval(desk, removed, isStart);
    if (desk.storeError()?.code !== 'store.corrupt') return desk;
    await desk.dispose();
    const obstacle = await errorOf(replace.repairDamaged);
    return obstacle === null ? await deps.open({ backupFiles, check }) : unavailable(obstacle);
  }

  /** `desk` is the new one. Later than at the start, the open session would fetch everything again: Ferry restarts. */
  async function endRemoval(desk: Desk, removed: Removed, isStart: boolean): Promise<Desk> {
    const failure = await errorOf(async () => {
      await deps.noteRemoved(removed);
      request.remove();
    });
    if (failure === null && isStart) return desk;
    await desk.dispose();
    if (failure !== null) return unavailable(failure);
    isRestarting = true;
    deps.restart();
    return unavailable(BUSY);
  }

  function unavailable(error: FerryError): Desk {
    isUnreplaced = true;
    log.error('data.cannotReplace', { code: error.code, details: error.details });
    return createUnavailableDesk(error);
  }

  /** Retries as long as the cause may pass, as a full disk does. */
  async function openPatiently(): Promise<Desk> {
    const desk = await openRepaired({ isStart: true });
    const error = desk.storeError();
    // A desk that opens reports by itself, and retries by itself if it is only the opening that failed.
    if (error === null || !isUnreplaced || !mayPass(error)) return desk;
    return createReopeningDesk({ unavailable: desk, open: reopen, schema: ferrySchema, clock });
  }

  const reopen = (): Promise<Desk> => openRepaired({ isStart: false });

  const desk = await openPatiently();
  return { desk, check, request, backupFiles, setAside, reports };
}

function ownerOf(session: Session | null) {
  return session && { server: session.server, firmId: session.firm.id, personId: session.person.id };
}

async function errorOf(work: () => Promise<void>): Promise<FerryError | null> {
  try {
    await work();
    return null;
  } catch (thrown) {
    return toFerryError(thrown);
  }
}
