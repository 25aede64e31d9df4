import type { Server, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const GRACE_MS = 1_000;

/**
 * Tracks responses in progress. The returned function waits for them, at most `finishWithinMs`, then closes connections that
 * would block the server's shutdown: silent and kept-alive ones, and those whose client neither reads nor sends. Node checks its
 * own time limits no more once a server closes.
 */
export function watchAnswers(server: Server, finishWithinMs: number): () => Promise<void> {
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
    const finished = new Promise<void>((resolve) => waiting.add(resolve));
    if (underWay.size > 0) await Promise.race([finished, pause(finishWithinMs, undefined, { ref: false })]);
    server.closeAllConnections();
  };
}
