import path from 'node:path';
import type { OperationHandlers } from '#app/contract/operations.ts';
import type { Clock } from '#app/contract/ports.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import { createHttpTransport } from '#app/transport/http.ts';
import { createDataMaintenance, type DataMaintenance } from './data/maintenance.ts';
import { openData } from './data/open-data.ts';
import { openDesk } from './data/open-desk.ts';
import type { Removed } from './data/remove-data.ts';
import { setFirmAside } from './data/set-firm-aside.ts';
import type { Network, NetworkDeps } from './network/index.ts';
import { proxyPasswordsSchema } from './network/proxy-login.ts';
import { createCredentialStore } from './session/credentials.ts';
import { createLock, type Lock, withdrawalSchema } from './session/lock.ts';
import { createPersonalSettings } from './session/personal-settings.ts';
import { createPreferenceStore } from './session/preference-store.ts';
import { createPreferenceSync } from './session/preference-sync.ts';
import { createSecretStore, type Encryption } from './session/secret-store.ts';
import { createSessionService, type SessionService } from './session/session.ts';
import { createSessionStore, type SessionStore } from './session/session-store.ts';
import { type WithdrawalWatch, watchWithdrawal } from './session/withdrawal.ts';
import { systemIds } from './system/clock.ts';
import { createJsonFile } from './system/json-file.ts';
import { createFileLog, type FileLog } from './system/log.ts';
import { createSettings, type SettingsStore } from './system/settings.ts';

interface ServicesDeps {
  /** Folder with everything this desk stores. */
  dataFolder: string;
  /** Folder of the app's own files: migrations, pages. */
  appFolder: string;
  /** The SQLite addon to load instead of the packaged one. */
  nativeBinding: string | undefined;
  /** Creates the network access, which may have to sign in to a proxy. */
  connect: (deps: Pick<NetworkDeps, 'passwords' | 'clock' | 'log'>) => Network;
  encryption: Encryption;
  deviceName: string;
  /** Time since the last input on this computer. */
  idleMs: () => number;
  /** Quits in order and restarts. */
  restart: () => void;
  /** Clears what the window stores, such as list settings. */
  clearPageData: () => Promise<void>;
  clock: Clock;
}

/** Everything that works without a window. */
export interface Services extends DataMaintenance {
  log: FileLog;
  settings: SettingsStore;
  preferences: { operations: Pick<OperationHandlers, 'setPreference' | 'listRecent'>; dispose: () => void };
  sessionStore: SessionStore;
  lock: Lock;
  desk: Desk;
  session: SessionService;
  withdrawal: Pick<WithdrawalWatch, 'dispose'>;
  network: Network;
}

/** Builds the desk, its session and settings; works offline. Nothing syncs before `desk.start()`. */
export async function createServices(deps: ServicesDeps): Promise<Services> {
  const { dataFolder, encryption, clock } = deps;
  const inData = (name: string) => path.join(dataFolder, name);
  const log = createFileLog({ file: inData('logs/ferry.log'), clock });
  const ownSettings = createSettings({ file: inData('settings.json'), clock, log });
  const store = createCredentialStore({ file: inData('credentials.bin'), encryption, log });
  const sessionStore = createSessionStore({ file: inData('session.json'), store, clock, log });
  await sessionStore.restore();
  const preferences = createPreferenceStore({
    file: inData('preferences.json'),
    session: sessionStore.session,
    earlier: ownSettings,
    clock,
    log,
  });
  const settings = createPersonalSettings({ settings: ownSettings, preferences, sessionStore });
  const lock = createLock({
    file: createJsonFile({ file: inData('withdrawal.json'), schema: withdrawalSchema, clock, log }),
    session: sessionStore.session,
    lastSession: sessionStore.lastSession,
    clock,
    log,
  });
  let watch: WithdrawalWatch | null = null;

  const passwords = createSecretStore({
    name: 'proxyPasswords',
    file: inData('proxy-passwords.bin'),
    schema: proxyPasswordsSchema,
    encryption,
    log,
  });
  const network = deps.connect({ passwords, clock, log });
  const { fetch } = network;
  const transportTo = (server: string, token: string | null = null) =>
    createHttpTransport({ serverUrl: () => server, token: () => token, fetch, clock, log });
  const transport = createHttpTransport({
    serverUrl: () => sessionStore.session()?.server || null,
    token: () => sessionStore.credentials()?.token ?? null,
    proof: () => proofOf(sessionStore),
    fetch,
    clock,
    log,
  });
  async function noteRemoved({ keptChanges }: Removed): Promise<void> {
    lock.noteRemoved(keptChanges);
    // If an owner requested the removal, it is confirmed to the server first, which needs this session.
    if (lock.withdrawal()?.removalId == null) sessionStore.wipe();
    preferences.removeAll();
    settings.update({ seenAt: 0 });
    await deps.clearPageData();
  }

  const opened = await openData({
    ...deps,
    migrationsFolder: path.join(deps.appFolder, 'migrations/client'),
    checkWorker: path.join(deps.appFolder, 'dist/main/check-worker.js'),
    session: sessionStore.session,
    hasServer: settings.get().server !== '',
    // Only the opened data knows whether work is unsent; checked again while Ferry runs.
    isRemovalDue: () => lock.isRemovalDue(true),
    open: (parts) =>
      openDesk({
        ...deps,
        ...parts,
        transport,
        onRotation: ({ token, expiresAt }) => void sessionStore.renew({ token, expiresAtMs: expiresAt }),
        onRemovalAsked: (removalId, error) => watch?.onRemovalAsked(removalId, error),
        log,
      }),
    noteRemoved,
    log,
  });
  const { desk } = opened;
  const maintenance = createDataMaintenance({
    ...deps,
    opened,
    database: inData('ferry.db'),
    isAutomatic: () => settings.get().automaticBackups && lock.withdrawal() === null,
    log,
  });
  const session = createSessionService({
    sessionStore,
    desk,
    transport,
    transportTo,
    deviceName: deps.deviceName,
    rememberServer: settings.setServer,
    setFirmAside: () => setFirmAside({ ...deps, desk, check: opened.check }),
    lock,
    requestRemoval: () => maintenance.requestRemoval(false),
    restart: deps.restart,
    ids: systemIds,
    clock,
    log,
  });
  const withdrawal = watchWithdrawal({
    ...deps,
    lock,
    sessionStore,
    desk,
    transport,
    requestRemoval: maintenance.requestRemoval,
    log,
  });
  watch = withdrawal;
  const preferenceSync = createPreferenceSync({ preferences, transport, desk, sessionStore, clock, log });
  desk.setSyncInterval(settings.get().syncIntervalMs);
  const signInHere = () => {
    if (session.resumeAlone()) return;
    const isGone = lock.withdrawal()?.removed != null;
    const isHere = sessionStore.session() !== null && !isGone && isOfOneFirm(sessionStore, desk);
    if (isHere && desk.status().regions.auth === 'signedOut') desk.signedIn();
  };
  signInHere();
  // For a session that was unreadable at the start.
  sessionStore.onChange((kept) => kept && signInHere());
  return {
    log,
    settings,
    preferences: {
      operations: {
        listRecent: preferences.recent,
        setPreference(change) {
          preferences.set(change);
          return settings.get();
        },
      },
      dispose() {
        preferenceSync.dispose();
        preferences.dispose();
      },
    },
    sessionStore,
    lock,
    desk,
    session,
    withdrawal,
    ...maintenance,
    network,
  };
}

function proofOf(sessionStore: SessionStore): { firmId: string; healthKey: string } | null {
  const session = sessionStore.session();
  const credentials = sessionStore.credentials();
  return session && credentials ? { firmId: session.firm.id, healthKey: credentials.healthKey } : null;
}

/** If the data was exchanged under a session, as by restoring a folder, nothing may be sent to the session's firm. */
function isOfOneFirm(sessionStore: SessionStore, desk: Pick<Desk, 'belongsTo'>): boolean {
  const owner = desk.belongsTo();
  return owner === null || owner.firmId === sessionStore.session()?.firm.id;
}
