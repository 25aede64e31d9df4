import type { Log } from '#app/contract/ports.ts';

/**
 * Logs an uncaught error, shows it, and keeps the app running: each change is its own transaction, so a failed call
 * leaves nothing half-done. Exiting would only close the window, and Electron's default is a dialog with a stack trace.
 */
export function installGlobalErrorHandlers(log: Log, showError: (reason: string) => void): void {
  function report(event: string, thrown: unknown): void {
    const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    log.error(event, { reason });
    showError(reason);
  }
  process.on('uncaughtException', (error) => report('app.uncaught', error));
  process.on('unhandledRejection', (reason) => report('app.unhandled', reason));
}
