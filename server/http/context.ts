import type { Clock, Log } from '#app/contract/ports.ts';
import type { Invitations } from '../auth/invitations.ts';
import type { Members } from '../auth/members.ts';
import type { OwnAccount } from '../auth/own-account.ts';
import type { Preferences } from '../auth/preferences.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { SetUpService } from '../auth/set-up.ts';
import type { SyncService } from '../core/sync-service.ts';
import type { Database } from '../storage/database.ts';
import type { Access } from './access.ts';
import type { CommitHub } from './commit-hub.ts';
import type { DeviceLimits } from './device-limits.ts';
import type { Metrics } from './metrics.ts';
import type { RoundQueue } from './round-queue.ts';

/** Dependencies of the routes. */
export interface RouteContext {
  storage: Database;
  sync: SyncService;
  sessions: Sessions;
  invitations: Invitations;
  members: Members;
  account: OwnAccount;
  preferences: Preferences;
  setUp: SetUpService;
  access: Access;
  limits: DeviceLimits;
  queue: RoundQueue;
  hub: CommitHub;
  clock: Pick<Clock, 'nowMs' | 'monotonicMs' | 'setTimer'>;
  log: Log;
  heartbeatMs: number;
  maxStreamsOfFirm: number;
  metrics: Metrics;
  isReady(): boolean;
}
