import type { Net, PowerMonitor } from 'electron';
import type { Clock } from '#app/contract/ports.ts';
import type { Desk } from '#app/sync/desk-types.ts';

const LINK_CHECK_MS = 15_000;

interface PowerDeps {
  powerMonitor: Pick<NodeJS.EventEmitter, 'on' | 'removeListener'> & Partial<Pick<PowerMonitor, 'isOnBatteryPower'>>;
  /** Electron's app, for its window focus events. */
  app: Pick<NodeJS.EventEmitter, 'on' | 'removeListener'>;
  net: Pick<Net, 'isOnline'>;
  desk: Pick<Desk, 'wake' | 'setSuspended' | 'setOnline' | 'setOnBattery'>;
  clock: Clock;
}

/**
 * Forwards power and network events to the desk. They are hints: the desk itself measures whether the server is
 * reachable. Returns the unsubscribe function.
 */
export function watchPower({ powerMonitor, app, net, desk, clock }: PowerDeps): () => void {
  let isOnline = net.isOnline();
  let cancelCheck = clock.setTimer(LINK_CHECK_MS, checkLink);

  /** Electron has no event for link changes in main, so it polls. */
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
  const awake = () => desk.setSuspended(false);
  const hints: Record<string, () => void> = {
    suspend,
    resume,
    'unlock-screen': () => desk.wake('unlock'),
    // macOS emits this at the first input after a pause.
    'user-did-become-active': awake,
    'on-battery': () => desk.setOnBattery(true),
    'on-ac': () => desk.setOnBattery(false),
  };

  if (powerMonitor.isOnBatteryPower?.()) desk.setOnBattery(true);
  for (const [event, listener] of Object.entries(hints)) powerMonitor.on(event, listener);
  app.on('browser-window-focus', awake);
  return () => {
    cancelCheck();
    for (const [event, listener] of Object.entries(hints)) powerMonitor.removeListener(event, listener);
    app.removeListener('browser-window-focus', awake);
  };
}
