import type { Net } from 'electron';
import type { Clock } from '#app/contract/ports.ts';
import type { Desk } from '#app/sync/desk-contract.ts';

const LINK_CHECK_MS = 15_000;

interface PowerDeps {
  powerMonitor: Pick<NodeJS.EventEmitter, 'on' | 'removeListener'>;
  net: Pick<Net, 'isOnline'>;
  desk: Pick<Desk, 'wake' | 'setSuspended' | 'setOnline'>;
  clock: Clock;
}

/**
 * Tells the desk what the computer does. Hints only: whether the server can be reached is measured by the desk itself.
 * Returns the function that stops telling.
 */
export function watchPower({ powerMonitor, net, desk, clock }: PowerDeps): () => void {
  let isOnline = net.isOnline();
  let cancelCheck = clock.setTimer(LINK_CHECK_MS, checkLink);

  /** Electron tells the main process of no change of the link, so it is looked at. */
  function checkLink() {
    const next = net.isOnline();
    if (next !== isOnline) {
      isOnline = next;
      desk.setOnline(next);
      if (next) desk.wake('networkUp');
    }
    cancelCheck = clock.setTimer(LINK_CHECK_MS, checkLink);
  }
  const suspend = () => desk.setSuspended(true);
  const resume = () => {
    desk.setSuspended(false);
    desk.wake('resume');
  };
  const unlock = () => desk.wake('unlock');

  powerMonitor.on('suspend', suspend);
  powerMonitor.on('resume', resume);
  powerMonitor.on('unlock-screen', unlock);
  return () => {
    cancelCheck();
    powerMonitor.removeListener('suspend', suspend);
    powerMonitor.removeListener('resume', resume);
    powerMonitor.removeListener('unlock-screen', unlock);
  };
}
