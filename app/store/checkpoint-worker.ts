import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import type { CheckpointAnswer, CheckpointOrder, CheckpointWorkerData } from './checkpoints.ts';

/**
 * Entry of a thread with a connection of its own, which moves the journal into the database on request. PASSIVE
 * waits for nobody and holds nobody up. It has to load the very addon its parent has: two SQLites in one process would
 * undo each other's file locks (https://sqlite.org/howtocorrupt.html §2.2.1).
 */
const { file, nativeBinding } = workerData as CheckpointWorkerData;
const connection = new BetterSqlite3(file, { fileMustExist: true, ...(nativeBinding ? { nativeBinding } : {}) });

function checkpoint(): CheckpointAnswer {
  try {
    connection.pragma('wal_checkpoint(PASSIVE)');
    return { ok: true };
  } catch (thrown) {
    return { ok: false, reason: String(thrown) };
  }
}

parentPort?.on('message', (order: CheckpointOrder) => {
  if (order === 'checkpoint') {
    parentPort?.postMessage(checkpoint());
    return;
  }
  connection.close();
  parentPort?.close();
});
