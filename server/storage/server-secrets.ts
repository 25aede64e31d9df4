import { randomBytes } from 'node:crypto';
import type { Transaction } from './database.ts';

/** A secret of this server, shared by its processes; created on first use. */
export async function serverSecret(tx: Transaction, name: string): Promise<string> {
  await tx.run('INSERT INTO server_secrets (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING', [
    name,
    randomBytes(32).toString('hex'),
  ]);
  const [row] = await tx.all<{ value: string }>('SELECT value FROM server_secrets WHERE name = ?', [name]);
  if (!row) throw new Error('The secret was not kept.');
  return row.value;
}

const SET_UP = 'setUp:';

/** Stores the hash of a set-up link's secret; one for each start of a process without people. */
export async function insertSetUpSecret(tx: Transaction, secretHash: string): Promise<void> {
  await tx.run('INSERT INTO server_secrets (name, value) VALUES (?, ?)', [`${SET_UP}${secretHash}`, '']);
}

export async function hasSetUpSecret(tx: Transaction, secretHash: string): Promise<boolean> {
  const rows = await tx.all('SELECT 1 AS found FROM server_secrets WHERE name = ?', [`${SET_UP}${secretHash}`]);
  return rows.length > 0;
}

/** All of them, once one was used. */
export async function deleteSetUpSecrets(tx: Transaction): Promise<void> {
  await tx.run('DELETE FROM server_secrets WHERE name LIKE ?', [`${SET_UP}%`]);
}

/** Of two that set up at once, the second waits for the first; held until the end of the transaction. */
export async function lockSetUp(tx: Transaction): Promise<void> {
  await serverSecret(tx, 'setUpLock');
  await tx.all(`SELECT value FROM server_secrets WHERE name = ?${tx.lock.forUpdate}`, ['setUpLock']);
}
