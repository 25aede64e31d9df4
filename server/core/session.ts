import type { Role } from '#app/contract/protocol.ts';

/** Who is asking; every query below is bound to this firm. */
export interface SyncSession {
  firmId: string;
  personId: string;
  role: Role;
  deviceId: string;
  /** The sign-in it goes back to, through however many device ids; none where nobody signed in, as in a command. */
  lineId?: string;
}
