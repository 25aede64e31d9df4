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
