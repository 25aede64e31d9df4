import path from 'node:path';

/** The thread that moves a desk's journal, as source. */
export const checkpointWorker = path.join(import.meta.dirname, '../../app/store/checkpoint-worker.ts');
