import { OPERATION_NAMES, type OperationName } from '#app/contract/channels.ts';
import type { FerryError } from '#app/contract/errors.ts';
import type { RecordsChanged } from '#app/contract/events.ts';
import type { Joined, OperationHandlers } from '#app/contract/operations.ts';
import type { SyncStatus } from '#app/contract/status.ts';
import type { FirmToJoin } from './edits/join-firm.ts';

/** The operations that belong to the app around the core. */
const APP_OPERATIONS = [
  'getSession',
  'getLock',
  'checkServer',
  'signIn',
  'signOut',
  'saveUnsentWork',
  'signInToProxy',
  'getSettings',
  'updateSettings',
  'getUpdateState',
  'checkForUpdate',
  'installUpdate',
  'postponeUpdate',
  'takeLink',
  'getAppInfo',
  'getNotices',
  'saveFile',
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

/** The operations the core answers. */
export type DeskOperation = Exclude<OperationName, AppOperation>;
export const DESK_OPERATIONS: readonly DeskOperation[] = OPERATION_NAMES.filter(
  (name): name is DeskOperation => !APP_OPERATIONS.some((other) => other === name),
);
export type DeskOperations = Pick<OperationHandlers, DeskOperation>;

/** Events that wake the scheduler. It only checks again whether there is work and whether it may run; nothing depends on one event arriving. */
export type Wake = 'start' | 'resume' | 'unlock' | 'networkUp' | 'serverEvent' | 'interval' | 'manual';

/** One desk: the database, the engine and its scheduler, assembled. */
export interface Desk {
  /** The operations of `contract/operations.ts`; they throw `FerryFailure`. */
  operations: DeskOperations;
  deviceId(): string;
  /** Goes on under a fresh device id, since the server knows the present one as somebody else's. The outbox stays. */
  becomeNewDevice(): void;
  status(): SyncStatus;
  /** Both return the function that removes the listener. Status is emitted only when it changed. */
  onStatus(listener: (status: SyncStatus) => void): () => void;
  onRecords(listener: (changes: RecordsChanged[]) => void): () => void;
  /** Whose data this database holds, and who signed in last ('' where that is not known); null before the first sign-in. */
  belongsTo(): { server: string; firmId: string; personId: string } | null;
  /** Notes whose data this database holds from now on; the server's address may change, the firm never does. */
  claim(server: string, firmId: string, personId: string): void;
  /** This database belongs to another firm from now on; of the one before only waiting work comes along. Back it up first. */
  joinFirm(target: FirmToJoin): Promise<Omit<Joined, 'file'>>;
  /** Begins to sync as this person; the transport reads the token itself. */
  signedIn(): void;
  /** `expired` and `revoked` hold the outbox until `signedIn`. */
  signedOut(): void;
  /** Starts the scheduler: automatic sync at the interval, on local change, on wake-ups. */
  start(): void;
  wake(reason: Wake): void;
  /**
   * While the system is suspended, automatic runs wait. Not only `false` ends it: a save, a manual run, a wake-up or a
   * timer that fires prove that the computer is awake.
   */
  setSuspended(isSuspended: boolean): void;
  setOnline(isOnline: boolean): void;
  /** On battery the desk looks for news less often; edits and events go at once all the same. */
  setOnBattery(isOnBattery: boolean): void;
  setSyncInterval(intervalMs: number): void;
  /** Writes a consistent copy of the database to `file` while work goes on (SQLite's online backup). */
  backUp(file: string): Promise<void>;
  /** The database was found to be damaged; the status says so until it is repaired. */
  noteDamage(reason: string): void;
  /** Why the database could not be opened or written, if so. */
  storeError(): FerryError | null;
  /** Waits for the current run to stop, then closes the database. */
  dispose(): Promise<void>;
}
