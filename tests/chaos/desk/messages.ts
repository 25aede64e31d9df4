/** The commands that the chaos run sends to a desk's process. */
export type Command =
  /** People work from now on. */
  | { kind: 'inject'; seed: string }
  /** People stop. */
  | { kind: 'settleDown' }
  /** Syncs until nothing is left to send, or the attempts are used up, and says how it stands. */
  | { kind: 'settle'; id: number }
  /** Somebody sets the computer's clock. */
  | { kind: 'setClock'; offsetMs: number }
  /** A backup of the desk's own. */
  | { kind: 'backUp'; id: number; file: string }
  /** The network came back, the computer woke up. */
  | { kind: 'wake' }
  | { kind: 'stop' };

/** What the process answers. */
export type Answer =
  | { kind: 'ready' }
  | { kind: 'settled'; id: number; standing: Standing }
  | { kind: 'backedUp'; id: number; error: string | null }
  | { kind: 'fault'; text: string };

export interface Standing {
  pending: number;
  parked: number;
  pushed: number;
  pulled: number;
  /** What kept the last run from ending well. */
  error: string | null;
}

/** What a desk's process is started with. */
export interface DeskSetup {
  name: string;
  /** Its data folder: `ferry.db` and the session lie there. */
  folder: string;
  /** For what belongs to the test: the ledger and the log. */
  benchFolder: string;
  serverUrl: string;
  email: string;
  password: string;
  clockOffsetMs: number;
  /** A backup of its own that takes the place of its data first. */
  restoreFrom: string | null;
  /** The file was damaged; what looks for that now and then looks at once. */
  isSuspect: boolean;
}
