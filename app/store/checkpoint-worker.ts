import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import type { CheckpointAnswer, CheckpointOrder, CheckpointWorkerData } from './checkpoints.ts';

/**
 * Worker entry: copies the write-ahead log into the database on request, over its own connection. PASSIVE neither waits
 * nor blocks. It must load the same addon as its parent: two SQLite libraries in one process would release each other's
 * file locks (https://sqlite.org/howtocorrupt.html §2.2.1).
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
