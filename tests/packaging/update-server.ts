import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../support/certificate.ts';

/** How the server answers for a path: with bytes, or badly. */
export type Answer =
  | { kind: 'bytes'; body: Buffer | string; type?: string }
  /** All of it, over some seconds. */
  | { kind: 'slow'; body: Buffer }
  | { kind: 'redirect'; to: string }
  | { kind: 'status'; status: number }
  /** Half of it, and then nothing more; the connection stays open, or is cut. */
  | { kind: 'half'; body: Buffer; isCut: boolean }
  | { kind: 'silence' };

export interface UpdateServer {
  readonly url: string;
  readonly requests: string[];
  answer(path: string, answer: Answer): void;
  close(): Promise<void>;
}

/** A web server with TLS on the loopback that serves updates as well or as badly as configured. */
export async function startUpdateServer({ key, cert }: Certificate): Promise<UpdateServer> {
  const answers = new Map<string, Answer>();
  const requests: string[] = [];
  const server: Server = createServer({ key, cert }, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'https://x');
    requests.push(pathname);
    const answer = answers.get(pathname) ?? { kind: 'status', status: 404 };
    switch (answer.kind) {
      case 'bytes':
        response.writeHead(200, {
          'content-type': answer.type ?? 'application/octet-stream',
          'content-length': Buffer.byteLength(answer.body),
        });
        return response.end(answer.body);
      case 'slow':
        return pour(response, answer.body);
      case 'redirect':
        return response.writeHead(302, { location: answer.to }).end();
      case 'status':
        return response.writeHead(answer.status).end();
      case 'half':
        response.writeHead(200, { 'content-length': answer.body.length });
        return response.write(
          answer.body.subarray(0, answer.body.length / 2),
          () => answer.isCut && response.destroy(),
        );
      case 'silence':
        return undefined;
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    requests,
    answer: (path, answer) => void answers.set(path, answer),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const CHUNKS = 10;
const PORTION_EVERY_MS = 300;

/** electron-updater reports progress once a second: what arrives sooner is never seen on its way. */
function pour(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-length': body.length });
  const chunkBytes = Math.ceil(body.length / CHUNKS);
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + chunkBytes));
    sent += chunkBytes;
    if (sent >= body.length) response.end();
  }, PORTION_EVERY_MS);
  response.on('close', () => clearInterval(timer));
}
