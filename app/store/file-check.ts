import { Worker } from 'node:worker_threads';

export interface CheckWorkerData {
  file: string;
  /** This process has it open. */
  isOpen: boolean;
  nativeBinding: string | undefined;
}

/** `unknown`: it could not be looked at now, such as while another program holds it. */
export type CheckResult = { kind: 'sound' } | { kind: 'damaged' | 'unknown'; reason: string };

export type FileCheck = (file: string, options?: { isOpen: boolean }) => Promise<CheckResult>;

/**
 * Reads a whole database, open or not, in a thread of its own and says whether it is sound (`PRAGMA quick_check`); takes
 * about a second for each 100 MB, and holds nobody up.
 * @param worker `check-worker`, as it lies built or as source
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
