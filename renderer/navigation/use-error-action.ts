import type { FerryError } from '#app/contract/errors.ts';
import { useRendererStore } from '../store/store-context.ts';
import { useCommandBus } from './command-bus.ts';
import { goTo } from './use-route.ts';

/** The action of the button beside an error; undefined if no action exists. */
export function useErrorAction(): (error: FerryError, retry?: () => void) => (() => void) | undefined {
  const { client, notices } = useRendererStore();
  const bus = useCommandBus();
  return (error, retry) => {
    switch (error.action) {
      case 'signIn':
        return () => bus.run('signIn');
      case 'update':
      case 'restoreBackup':
      case 'checkServer':
        return () => goTo({ view: 'settings' });
      case 'repair':
        return () => void client.repairData().then((answer) => (answer.ok ? undefined : notices.fail(answer.error)));
      case 'restoreParent':
        return () => goTo({ view: 'sync', tab: 'attention' });
      case 'retry':
      case 'freeDiskSpace':
        if (retry !== undefined) return retry;
        return () => void client.syncToServer().then((answer) => (answer.ok ? undefined : notices.fail(answer.error)));
      default:
        return undefined;
    }
  };
}
