import type { Clock } from '#app/contract/ports.ts';
import type { Verdict } from './feed-policy.ts';
import type { UpdateEngine } from './update-engine.ts';
import { failureOf, UpdateProblem } from './update-problem.ts';

export type Offer = Extract<Verdict, { kind: 'offer' }>;

interface DownloadDeps {
  engine: UpdateEngine;
  offer: Offer;
  /** Aborts the download if nothing arrives for this long. */
  stallTimeoutMs: number;
  /** Aborts a download that is no longer wanted. */
  signal: AbortSignal;
  onPercent: (percent: number) => void;
  clock: Pick<Clock, 'setTimer'>;
}

/**
 * Downloads the offered file under a watchdog: a stall is a failure, and so is more data than signed.
 * @returns the path of the file
 * @throws UpdateProblem, also if the engine never answers
 */
export async function downloadUpdate(deps: DownloadDeps): Promise<string> {
  const { engine, offer, stallTimeoutMs, signal, onPercent, clock } = deps;
  const abort = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  let received = 0;
  let cancelWatchdog = () => {};

  function end(problem: UpdateProblem): void {
    reject(problem);
    abort.abort();
  }
  function watch(): void {
    cancelWatchdog();
    cancelWatchdog = clock.setTimer(stallTimeoutMs, () => end(new UpdateProblem('stalled', `at ${received} bytes`)));
  }
  function onBytes(now: number): void {
    if (now <= received) return;
    received = now;
    if (received > offer.file.bytes) {
      end(new UpdateProblem('damaged', 'longer than what was signed'));
      return;
    }
    onPercent((received / offer.file.bytes) * 100);
    watch();
  }

  watch();
  const onUnwanted = () => end(new UpdateProblem('withdrawn', 'not wanted any more'));
  signal.addEventListener('abort', onUnwanted);
  if (signal.aborted) onUnwanted();
  try {
    const file = { ...offer.file, version: offer.version };
    return await Promise.race([ended, engine.download(file, { signal: abort.signal, onBytes })]);
  } catch (thrown) {
    throw thrown instanceof UpdateProblem ? thrown : new UpdateProblem(failureOf(thrown), String(thrown));
  } finally {
    cancelWatchdog();
    signal.removeEventListener('abort', onUnwanted);
  }
}
