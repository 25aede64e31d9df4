import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { type Health, PROTOCOL_VERSION } from '#app/contract/protocol.ts';
import { healthProof } from '../core/secrets.ts';
import { readFirm } from '../storage/firms.ts';
import type { RouteContext } from './context.ts';
import { parsed } from './problem.ts';

const plain = z.string().regex(/^[\x21-\x7e]{1,128}$/);
export const healthQuerySchema = z.object({
  /** Something the asker made up; with `firm`, the answer carries the proof over it. */
  nonce: plain.optional(),
  firm: plain.max(64).optional(),
});

export function registerHealthRoutes(app: FastifyInstance, { storage, clock }: RouteContext): void {
  app.get('/v1/health', async (request): Promise<Health> => {
    const { nonce, firm: firmId } = parsed(healthQuerySchema, request.query);
    const health = { service: 'ferry', protocol: PROTOCOL_VERSION, time: clock.nowMs() } as const;
    if (nonce === undefined || firmId === undefined) return health;
    const firm = await storage.transaction({ kind: 'firm', firmId, mode: 'read' }, (tx) => readFirm(tx, firmId));
    return firm ? { ...health, proof: healthProof(firm.secret, nonce) } : health;
  });

  app.get('/ready', async () => {
    await storage.transaction({ kind: 'identity', mode: 'read' }, (tx) => tx.all('SELECT 1 AS ready'));
    return { ready: true };
  });
}
