import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const GRACE_MS = 1_000;

/**
 * Knows the answers under way. The function it returns ends what holds up a server that closes: connections on which
 * nothing is being answered, be they new and silent or kept for later, once the answers under way are given.
 */
export function watchAnswers(server: Server): () => Promise<void> {
  const underWay = new Set<ServerResponse>();
  const waiting = new Set<() => void>();
  server.on('request', (_request, response: ServerResponse) => {
    underWay.add(response);
    response.once('close', () => {
      underWay.delete(response);
      if (underWay.size === 0) for (const resolve of waiting) resolve();
    });
  });
  return async () => {
    // A request that was just arriving still gets the answer that this process stops.
    await pause(GRACE_MS, undefined, { ref: false });
    if (underWay.size > 0) await new Promise<void>((resolve) => waiting.add(resolve));
    server.closeAllConnections();
  };
}
