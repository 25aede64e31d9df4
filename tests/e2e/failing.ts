import type { OperationName } from '#app/contract/channels.ts';
import type { FerryError } from '#app/contract/errors.ts';
import type { RunningDesk } from './fixture.ts';

type Handler = (event: unknown, ...args: unknown[]) => unknown;

/** Main fails at an operation until what is returned is called. Electron keeps its handlers in a map of that name. */
export async function failAt(
  { app }: RunningDesk,
  name: OperationName,
  error: FerryError = { code: 'app.failed', action: 'retry' },
): Promise<() => Promise<void>> {
  const kept = await app.evaluateHandle(
    ({ ipcMain }, [channel, error]) => {
      const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, Handler> })._invokeHandlers;
      const handler = handlers.get(channel);
      if (handler === undefined) throw new Error(`Nobody handles ${channel}.`);
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, () => ({ ok: false, error }));
      return { restore: () => handlers.set(channel, handler) };
    },
    [`ferry:call:${name}`, error] as const,
  );
  return () => kept.evaluate(({ restore }) => void restore());
}
