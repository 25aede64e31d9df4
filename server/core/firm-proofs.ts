import { createHmac } from 'node:crypto';
import type { Clock } from '#app/contract/ports.ts';
import type { Database } from '../storage/database.ts';
import { readFirm } from '../storage/firms.ts';
import { serverSecret } from '../storage/server-secrets.ts';
import { healthProof } from './secrets.ts';

/** A firm's secret never changes, but a restore may bring other firms. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 10_000;

export interface FirmProofs {
  /**
   * Proves to a desk that this is its firm's server. For an unknown firm id it returns a stable fake proof, so that an
   * unknown caller learns nothing.
   */
  proof(firmId: string, nonce: string): Promise<string>;
}

/** Caches firms, so that a desk is answered at once even while the firm's database is busy. */
export function createFirmProofs({
  storage,
  clock,
}: {
  storage: Database;
  clock: Pick<Clock, 'monotonicMs'>;
}): FirmProofs {
  const secrets = new Map<string, { secret: string; untilMs: number }>();
  let decoy: Promise<string> | undefined;

  async function secretOf(firmId: string): Promise<string> {
    const known = secrets.get(firmId);
    if (known && clock.monotonicMs() < known.untilMs) return known.secret;
    const firm = await storage.transaction({ kind: 'firm', firmId, mode: 'read' }, (tx) => readFirm(tx, firmId));
    const decoySecret = await decoyKey();
    if (!firm) return createHmac('sha256', decoySecret).update(firmId).digest('hex');
    if (secrets.size >= MOST_REMEMBERED) secrets.clear();
    secrets.set(firmId, { secret: firm.secret, untilMs: clock.monotonicMs() + REMEMBERED_MS });
    return firm.secret;
  }

  function decoyKey(): Promise<string> {
    decoy ??= storage
      .transaction({ kind: 'identity', mode: 'write' }, (tx) => serverSecret(tx, 'health'))
      .catch((error: unknown) => {
        decoy = undefined;
        throw error;
      });
    return decoy;
  }

  return {
    proof: async (firmId, nonce) => healthProof(await secretOf(firmId), nonce),
  };
}
