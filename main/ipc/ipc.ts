import type { IpcMain, IpcMainInvokeEvent, WebFrameMain } from 'electron';
import { OPERATION_NAMES, type OperationName, operationChannel } from '#app/contract/channels.ts';
import { type FerryError, FerryFailure, failed, ok, type Result, toFerryError } from '#app/contract/errors.ts';
import { OPERATION_ACCESS, type OperationAccess } from '#app/contract/operation-access.ts';
import { type OperationHandlers, operations } from '#app/contract/operations.ts';
import type { Log } from '#app/contract/ports.ts';
import { isOurPage } from '../security/origin.ts';

interface IpcDeps {
  ipcMain: Pick<IpcMain, 'handle'>;
  handlers: OperationHandlers;
  /** The top frames of Ferry's windows. */
  topFrames: () => readonly WebFrameMain[];
  /** Whether an operation may be called now; see `OPERATION_ACCESS`. */
  mayCall: (access: OperationAccess) => boolean;
  /** Called for every failed call. */
  onFailure?: (error: FerryError) => void;
  log: Log;
}

/**
 * Handles every operation of the contract; the sender, access and input of each call are checked here and nowhere else.
 */
export function answerCalls({ ipcMain, handlers, topFrames, mayCall, onFailure, log }: IpcDeps): void {
  for (const name of OPERATION_NAMES) {
    ipcMain.handle(operationChannel(name), async (event, ...args: unknown[]): Promise<Result<unknown>> => {
      try {
        assertTrustedSender(event, topFrames());
        if (!mayCall(OPERATION_ACCESS[name])) throw new FerryFailure('auth.required', 'signIn');
        return ok(await callOperation(handlers, name, args));
      } catch (thrown) {
        const error = toFerryError(thrown);
        log.warn('ipc.failed', { operation: name, code: error.code, reason: error.details?.reason });
        onFailure?.(error);
        return failed(error);
      }
    });
  }
}

function assertTrustedSender(
  { senderFrame }: Pick<IpcMainInvokeEvent, 'senderFrame'>,
  topFrames: readonly WebFrameMain[],
) {
  const isOurs = senderFrame !== null && topFrames.includes(senderFrame) && isOurPage(senderFrame.url);
  if (!isOurs) throw new FerryFailure('ipc.forbidden');
}

/**
 * Parses the arguments by the contract and calls the handler.
 * @throws FerryFailure `ipc.invalid` if the arguments do not fit, and what the handler throws
 */
export async function callOperation<N extends OperationName>(
  handlers: OperationHandlers,
  name: N,
  args: unknown[],
): Promise<unknown> {
  const parsed = operations[name].input.safeParse(args);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new FerryFailure('ipc.invalid', 'none', {
      operation: name,
      issues,
    });
  }
  const handler: (...args: never[]) => unknown = handlers[name];
  return await Reflect.apply(handler, handlers, parsed.data);
}
