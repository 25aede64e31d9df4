import type { FileErrorCode } from '#app/import/index.ts';
import type { WorkerAnswer, WorkerMethods, WorkerRequest } from './worker-contract.ts';

/** A file that cannot be read, or failed work; `code` is null if the cause is unknown. */
export class WorkerError extends Error {
  readonly code: FileErrorCode | null;

  constructor(code: FileErrorCode | null, message: string) {
    super(message);
    this.code = code;
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: WorkerError): void;
  onProgress: (share: number) => void;
}

/** The worker of one import, with a function per method. `dispose` stops it in the middle of any work. */
export function createWorkerClient() {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let count = 0;

  worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
    const caller = waiting.get(data.id);
    if (caller === undefined) return;
    if (data.kind === 'progress') return caller.onProgress(data.share);
    waiting.delete(data.id);
    if (data.kind === 'done') caller.resolve(data.value);
    else caller.reject(new WorkerError(data.code, data.message));
  });
  // The worker failed to load or ran out of memory: reject the pending calls.
  worker.addEventListener('error', ({ message }) => {
    for (const caller of waiting.values()) caller.reject(new WorkerError(null, message));
    waiting.clear();
  });

  return {
    call<M extends keyof WorkerMethods>(
      method: M,
      args: Parameters<WorkerMethods[M]>,
      onProgress: (share: number) => void = () => undefined,
    ): Promise<ReturnType<WorkerMethods[M]>> {
      const id = count++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, onProgress });
        const request: WorkerRequest = { id, method, args };
        worker.postMessage(request);
      });
    },
    dispose: () => worker.terminate(),
  };
}

export type WorkerClient = ReturnType<typeof createWorkerClient>;
