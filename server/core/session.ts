import type { Role } from '#app/contract/protocol.ts';

/** The caller; every query below is limited to this firm. */
export interface SyncSession {
  firmId: string;
  personId: string;
  role: Role;
  deviceId: string;
  /** The original sign-in, across device ids; absent without a sign-in, as in a command. */
  lineId?: string;
}
