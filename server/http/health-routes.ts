import type { FastifyInstance } from 'fastify';
import { FerryFailure } from '#app/contract/errors.ts';
import { type Health, PROTOCOL_VERSION } from '#app/contract/protocol.ts';
import { createFirmProofs } from '../core/firm-proofs.ts';
import type { RouteContext } from './context.ts';
import { healthQuerySchema } from './health-query.ts';
import { parsed } from './problem.ts';

export function registerHealthRoutes(app: FastifyInstance, { storage, clock, isReady }: RouteContext): void {
  const proofs = createFirmProofs({ storage, clock });

  app.get('/v1/health', async (request): Promise<Health> => {
    const { nonce, firm: firmId } = parsed(healthQuerySchema, request.query);
    const health = { service: 'ferry', protocol: PROTOCOL_VERSION, time: clock.nowMs() } as const;
    if (nonce === undefined || firmId === undefined) return health;
    return { ...health, proof: await proofs.proof(firmId, nonce) };
  });

  app.get('/ready', async () => {
    if (!isReady()) throw new FerryFailure('server.unavailable', 'wait');
    await storage.transaction({ kind: 'identity', mode: 'read' }, (tx) => tx.all('SELECT 1 AS ready'));
    return { ready: true };
  });
}
