import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { Certificate } from './certificate.ts';

export interface Gateway {
  port: number;
  dispose(): Promise<void>;
}

/** Between a desk and its server; forwarded requests go to `target`, an http origin. */

/** TLS ended with this certificate. `nowMs`: the time of the server's clock, if not the right one. */
export async function createTlsGateway(
  target: string,
  certificate: Certificate,
  { nowMs }: { nowMs?: number } = {},
): Promise<Gateway> {
  const forward = forwardTo(() => new URL(target));
  return listening(
    https.createServer(certificate, (request, response) => {
      if (nowMs === undefined || request.method !== 'HEAD') return forward(request, response);
      response.writeHead(404, { date: new Date(nowMs).toUTCString() }).end();
    }),
  );
}

export interface AuthenticatingProxy extends Gateway {
  /** Requests let through so far. */
  passed(): number;
}

/** A proxy that wants a user name and password (RFC 9110 §11.7), for plain requests and for tunnels. */
export async function createAuthenticatingProxy(user: string, password: string): Promise<AuthenticatingProxy> {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const challenge = 'Basic realm="Some Firm"';
  let passed = 0;
  const isSignedIn = ({ headers }: IncomingMessage) => headers['proxy-authorization'] === expected;
  const server = http.createServer((request, response) => {
    if (!isSignedIn(request)) {
      response.writeHead(407, { 'proxy-authenticate': challenge }).end('Who are you?');
      return;
    }
    passed += 1;
    forwardTo((url) => new URL(url))(request, response);
  });
  server.on('connect', (request: IncomingMessage, desk: Socket) => {
    if (!isSignedIn(request)) {
      desk.write(
        `HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: ${challenge}\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    passed += 1;
    const [host, port] = (request.url ?? '').split(':');
    const upstream = net.connect(Number(port), host, () => {
      desk.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(desk).pipe(upstream);
    });
    for (const socket of [upstream, desk]) socket.on('error', () => socket.destroy());
  });
  return { ...(await listening(server)), passed: () => passed };
}

/** Passes a request on, and its answer back. */
function forwardTo(originOf: (url: string) => URL): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const { hostname, port } = originOf(request.url ?? '');
    const path = request.url?.startsWith('http') ? request.url.replace(/^https?:\/\/[^/]+/, '') : request.url;
    const { method, headers } = request;
    const upstream = http.request({ hostname, port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  };
}

async function listening(server: Server | https.Server): Promise<Gateway> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async dispose() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
