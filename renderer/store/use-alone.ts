import { useRendererState } from './store-context.ts';

/** Whether Ferry is used without a server. */
export const useAlone = (): boolean =>
  useRendererState(({ session }) => session !== null && session !== undefined && session.kind !== 'firm');
