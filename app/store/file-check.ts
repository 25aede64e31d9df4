import { Worker } from 'node:worker_threads';

export interface CheckWorkerData {
  file: string;
  /** Whether this process has the file open. */
  isOpen: boolean;
  nativeBinding: string | undefined;
}

/** `busy`: another program holds the file · `unknown`: the check could not run now for another reason. */
export type CheckResult = { kind: 'sound' } | { kind: 'damaged' | 'busy' | 'unknown'; reason: string };

export type FileCheck = (file: string, options?: { isOpen: boolean }) => Promise<CheckResult>;

/**
 * Checks a whole database, open or not, on a worker thread (`PRAGMA quick_check`); takes about a second per 100 MB.
 * @param worker location of `check-worker`, built or as source
 */
export function createFileCheck(worker: string | URL, nativeBinding: string | undefined): FileCheck {
  return (file, { isOpen } = { isOpen: false }) =>
    new Promise((resolve) => {
      const workerData: CheckWorkerData = { file, isOpen, nativeBinding };
      const thread = new Worker(worker, { workerData });
      thread.unref();
      const unknown = (reason: string) => resolve({ kind: 'unknown', reason });
      thread.once('message', (result: CheckResult) => resolve(result));
      thread.once('error', (thrown) => unknown(String(thrown)));
      thread.once('exit', () => unknown('ended'));
    });
}
