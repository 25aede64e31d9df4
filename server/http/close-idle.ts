import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const GRACE_MS = 1_000;

/**
 * Tracks responses in progress. The returned function waits for them, then closes connections that would block the
 * server's shutdown: silent and kept-alive ones.
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
    // A request arriving now still gets the response that this process is stopping.
    await pause(GRACE_MS, undefined, { ref: false });
    if (underWay.size > 0) await new Promise<void>((resolve) => waiting.add(resolve));
    server.closeAllConnections();
  };
}
