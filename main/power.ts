import type { Net, PowerMonitor } from 'electron';
import type { Clock } from '#app/contract/ports.ts';
import type { Desk } from '#app/sync/desk-contract.ts';

const LINK_CHECK_MS = 15_000;

interface PowerDeps {
  powerMonitor: Pick<NodeJS.EventEmitter, 'on' | 'removeListener'> & Partial<Pick<PowerMonitor, 'isOnBatteryPower'>>;
  net: Pick<Net, 'isOnline'>;
  desk: Pick<Desk, 'wake' | 'setSuspended' | 'setOnline' | 'setOnBattery'>;
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
  const hints: Record<string, () => void> = {
    suspend,
    resume,
    'unlock-screen': () => desk.wake('unlock'),
    'on-battery': () => desk.setOnBattery(true),
    'on-ac': () => desk.setOnBattery(false),
  };

  if (powerMonitor.isOnBatteryPower?.()) desk.setOnBattery(true);
  for (const [event, tell] of Object.entries(hints)) powerMonitor.on(event, tell);
  return () => {
    cancelCheck();
    for (const [event, tell] of Object.entries(hints)) powerMonitor.removeListener(event, tell);
  };
}
