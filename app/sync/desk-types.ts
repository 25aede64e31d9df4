import type { Alone } from '#app/contract/alone.ts';
import { OPERATION_NAMES, type OperationName } from '#app/contract/channels.ts';
import type { FerryError } from '#app/contract/errors.ts';
import type { RecordsChanged } from '#app/contract/events.ts';
import type { Joined, OperationHandlers } from '#app/contract/operations.ts';
import type { SyncStatus } from '#app/contract/status.ts';
import type { FirmToJoin } from './edits/join-firm.ts';

/** Operations of the app around the core. */
const APP_OPERATIONS = [
  'getSession',
  'getLock',
  'checkServer',
  'signIn',
  'startAlone',
  'lookAround',
  'takeInvitation',
  'readInvitation',
  'inspectInvitation',
  'redeemInvitation',
  'setUpFirm',
  'getTeam',
  'listPeopleActs',
  'invitePerson',
  'withdrawInvitation',
  'changeRole',
  'removePerson',
  'revokeDevice',
  'removeDeviceData',
  'getAccount',
  'changeAccount',
  'signOut',
  'saveUnsentWork',
  'signInToProxy',
  'getSettings',
  'listFileProblems',
  'dismissFileProblems',
  'updateSettings',
  'setPreference',
  'listRecent',
  'getQuickShortcut',
  'hideQuickAdd',
  'getUpdateState',
  'checkForUpdate',
  'installUpdate',
  'postponeUpdate',
  'takeLink',
  'getAppInfo',
  'getNotices',
  'saveFile',
  'printPage',
  'savePdf',
  'listBackups',
  'createBackup',
  'restoreBackup',
  'listSalvageReports',
  'markSalvageSeen',
  'listSetAside',
  'lookIntoSetAside',
  'repairData',
] as const satisfies readonly OperationName[];

type AppOperation = (typeof APP_OPERATIONS)[number];

/** Operations of the core. */
export type DeskOperation = Exclude<OperationName, AppOperation>;
export const DESK_OPERATIONS: readonly DeskOperation[] = OPERATION_NAMES.filter(
  (name): name is DeskOperation => !APP_OPERATIONS.some((other) => other === name),
);
export type DeskOperations = Pick<OperationHandlers, DeskOperation>;

/**
 * Events that wake the scheduler. It only re-evaluates whether there is work and whether it may run, so no single event
 * is essential.
 */
export type Wake = 'start' | 'resume' | 'unlock' | 'networkUp' | 'serverEvent' | 'interval' | 'manual';

/** One desk: the database, the engine and its scheduler, assembled. */
export interface Desk {
  /** The operations of `contract/operations.ts`; they throw `FerryFailure`. */
  operations: DeskOperations;
  deviceId(): string;
  /** Continues under a new device id, since the server knows the current one as another device. The outbox stays. */
  becomeNewDevice(): void;
  status(): SyncStatus;
  /** Both return the unsubscribe function. Status is emitted only when it changed. */
  onStatus(listener: (status: SyncStatus) => void): () => void;
  onRecords(listener: (changes: RecordsChanged[]) => void): () => void;
  /** The owner of this database, and who signed in last ('' if unknown); null before the first sign-in. */
  belongsTo(): { server: string; firmId: string; personId: string } | null;
  /** Sets the owner of this database; the server's address may change, the firm never does. */
  claim(server: string, firmId: string, personId: string): void;
  /** Begins to use this database without a server, as a firm and person of its own. */
  startAlone(alone: Alone, firmId: string, personId: string): void;
  /** Who uses it without a server; null with one, or before the first start. */
  alone(): Alone | null;
  /** Moves this database to another firm; only waiting work comes along. Back it up first. */
  joinFirm(target: FirmToJoin): Promise<Omit<Joined, 'file'>>;
  /** Starts syncing as this person; the transport reads the token itself. */
  signedIn(): void;
  /** Works without a server: nothing syncs. */
  worksAlone(): void;
  /** `expired` and `revoked` hold the outbox until `signedIn`. */
  signedOut(): void;
  /** Starts the scheduler: automatic sync at the interval, on local change, on wake-ups. */
  start(): void;
  wake(reason: Wake): void;
  /**
   * Automatic runs wait while the system is suspended. Besides `false`, a save, a manual run, a wake-up or a firing
   * timer ends the suspension, since each proves that the computer is awake.
   */
  setSuspended(isSuspended: boolean): void;
  setOnline(isOnline: boolean): void;
  /** On battery the desk polls less often; edits and server events still sync at once. */
  setOnBattery(isOnBattery: boolean): void;
  setSyncInterval(intervalMs: number): void;
  /** Writes a consistent copy of the database to `file` while it is in use (SQLite's online backup). */
  backUp(file: string): Promise<void>;
  /** The database is damaged; the status says so until it is repaired. */
  noteDamage(reason: string): void;
  /** Why the database cannot be opened or written, if so. */
  storeError(): FerryError | null;
  /** Waits for the current run to stop, then closes the database. */
  dispose(): Promise<void>;
}
