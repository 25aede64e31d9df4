import type { Wake } from '../desk-types.ts';
import type { Schedule } from './schedule.ts';
import type { createServerEvents } from './server-events.ts';
import type { Sleep } from './sleep.ts';
import type { StatusStore } from './status-store.ts';

export interface SignalsOptions {
  regions: StatusStore;
  schedule: Pick<Schedule, 'wake'>;
  sleep: Sleep;
  serverEvents: ReturnType<typeof createServerEvents>;
}

/** What the app reports to the desk about session, network and power: each call sets the status and may start a run. */
export function createSignals({ regions, schedule, sleep, serverEvents }: SignalsOptions) {
  return {
    signedIn(): void {
      regions.set({ auth: 'ok' });
      serverEvents.open();
      schedule.wake('manual');
    },
    worksAlone(): void {
      serverEvents.close();
      regions.set({ auth: 'alone' });
    },
    signedOut(): void {
      serverEvents.close();
      regions.set({ auth: 'signedOut' });
    },
    wake(reason: Wake): void {
      sleep.noteWake(reason);
      schedule.wake(reason);
    },
    setSuspended: (isSuspended: boolean): void => (isSuspended ? sleep.begin() : sleep.awake()),
    setOnline(isOnline: boolean): void {
      if (isOnline) sleep.awake();
      if (!isOnline) regions.set({ reach: 'offline' });
      else if (regions.get().reach === 'offline') regions.set({ reach: 'unknown' });
      if (isOnline) schedule.wake('networkUp');
    },
  };
}
