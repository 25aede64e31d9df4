import { type FerryError, failed, type Result } from '#app/contract/errors.ts';
import type { Clock } from '#app/contract/ports.ts';

const timedOut: FerryError = {
  code: 'network.timeout',
  action: 'wait',
};

/**
 * Gives a call at most `deadlineMs`, then aborts it and drops a later answer.
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
