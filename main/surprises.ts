import type { Log } from '#app/contract/ports.ts';

/**
 * What nobody foresaw is logged, and the app goes on: each change is a transaction of its own, so that a failed call
 * leaves nothing half-done, and ending the app would only take the window away. Electron would show a stack trace.
 */
export function logSurprises(log: Log): void {
  process.on('uncaughtException', (error) => log.error('app.uncaught', { reason: error.stack ?? error.message }));
  process.on('unhandledRejection', (reason) =>
    log.error('app.unhandled', { reason: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) }),
  );
}
