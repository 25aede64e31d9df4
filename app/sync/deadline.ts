import { type FerryError, failed, type Result } from '#app/contract/errors.ts';
import type { Clock } from '#app/contract/ports.ts';

const timedOut: FerryError = {
  code: 'network.timeout',
  message: 'The server did not answer in time. Your work is safe here; Ferry will try again.',
  action: 'wait',
};

/**
 * Gives a call at most `deadlineMs`, whatever it does: it is told to abort, and an answer that comes later is dropped.
 * Neither a half-open connection nor a transport that never settles can hold the engine.
 */
export function withDeadline<T>(
  clock: Clock,
  deadlineMs: number,
  stop: AbortSignal,
  call: (signal: AbortSignal) => Promise<Result<T>>,
): Promise<Result<T>> {
  return new Promise((resolve) => {
    const controller = new AbortController();
    const finish = (result: Result<T>): void => {
      cancelTimer();
      stop.removeEventListener('abort', onStop);
      resolve(result);
    };
    const giveUp = (): void => {
      controller.abort();
      finish(failed(timedOut));
    };
    const onStop = (): void => giveUp();
    const cancelTimer = clock.setTimer(deadlineMs, giveUp);
    if (stop.aborted) return giveUp();
    stop.addEventListener('abort', onStop);
    call(controller.signal).then(finish, (thrown: unknown) =>
      finish(failed({ ...timedOut, code: 'network.failed', details: { reason: String(thrown) } })),
    );
  });
}
