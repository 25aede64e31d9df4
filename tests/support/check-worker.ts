import path from 'node:path';

/** The thread that reads a database through, as source. */
export const checkWorker = path.join(import.meta.dirname, '../../app/store/check-worker.ts');
