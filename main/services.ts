import path from 'node:path';
import type { Clock } from '#app/contract/ports.ts';
import type { Desk } from '#app/sync/desk-contract.ts';
import { createHttpTransport } from '#app/transport/http.ts';
import { type Backups, createBackups } from './backups.ts';
import { createCredentialStore, type Encryption } from './credentials.ts';
import { createIdentity, type Identity } from './identity.ts';
import { createFileLog, type FileLog } from './log.ts';
import { openDesk } from './open-desk.ts';
import { createPendingRestore } from './restore.ts';
import { createSessionService, type SessionService } from './session.ts';
import { createSettings, type SettingsStore } from './settings.ts';

interface ServicesDeps {
  /** Everything this desk keeps lies here. */
  dataFolder: string;
  /** Where the app's own files lie: migrations, pages. */
  appFolder: string;
  resourcesFolder: string;
  fetch: typeof fetch;
  encryption: Encryption;
  deviceName: string;
  /** Quits in order and starts again. */
  restart: () => void;
  clock: Clock;
}

/** What works without a window. */
export interface Services {
  log: FileLog;
  settings: SettingsStore;
  identity: Identity;
  desk: Desk;
  session: SessionService;
  backups: Backups;
}

/** Builds the desk, who is signed in on it and its settings; works offline, and nothing syncs before `desk.start()`. */
export async function createServices(deps: ServicesDeps): Promise<Services> {
  const { dataFolder, encryption, clock, fetch } = deps;
  const inData = (name: string) => path.join(dataFolder, name);
  const log = createFileLog({ file: inData('logs/ferry.log'), clock });
  const settings = createSettings({ file: inData('settings.json'), clock, log });
  const store = createCredentialStore({ file: inData('credentials.bin'), encryption, log });
  const identity = createIdentity({ file: inData('session.json'), store, clock, log });
  await identity.restore();

  const transportTo = (server: string, token: string | null = null) =>
    createHttpTransport({ serverUrl: () => server, token: () => token, fetch, clock, log });
  const transport = createHttpTransport({
    serverUrl: () => identity.session()?.server ?? null,
    token: () => identity.credentials()?.token ?? null,
    proof: () => proofOf(identity),
    fetch,
    clock,
    log,
  });
  const pendingRestore = createPendingRestore({
    file: inData('restore.json'),
    database: inData('ferry.db'),
    backupsFolder: inData('backups'),
    clock,
    log,
  });
  const desk = await openDesk({
    ...deps,
    backupsFolder: inData('backups'),
    replacedFile: pendingRestore.carryOut(),
    transport,
    onRotation: ({ token, expiresAt }) => void identity.renew({ token, expiresAtMs: expiresAt }),
    log,
  });
  const session = createSessionService({
    identity,
    desk,
    transport,
    transportTo,
    deviceName: deps.deviceName,
    rememberServer: settings.setServer,
    clock,
    log,
  });
  pendingRestore.finish();
  const backups = createBackups({
    folder: inData('backups'),
    desk,
    isAutomatic: () => settings.get().automaticBackups,
    pendingRestore,
    restart: deps.restart,
    clock,
    log,
  });
  desk.setSyncInterval(settings.get().syncIntervalMs);
  if (identity.session() !== null) desk.signedIn();
  return { log, settings, identity, desk, session, backups };
}

function proofOf(identity: Identity): { firmId: string; healthKey: string } | null {
  const session = identity.session();
  const credentials = identity.credentials();
  return session && credentials ? { firmId: session.firm.id, healthKey: credentials.healthKey } : null;
}
