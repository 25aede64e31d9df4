import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What the wire does to connections made from now on, and where it can, to those that are open. */
export type Fault =
  | { kind: 'none' }
  /** New connections are refused as by a closed port, open ones break off. */
  | { kind: 'drop' }
  /** Everything arrives, later. */
  | { kind: 'delay'; delayMs: number }
  /** The connection is reset once the server has sent this many bytes. */
  | { kind: 'reset'; afterBytes: number }
  /** The connection stays open, but no data passes in either direction. */
  | { kind: 'halfOpen' }
  /** The server gets everything; its answer ends in good order after this many bytes. */
  | { kind: 'truncate'; afterBytes: number }
  /** So many bytes every `everyMs`. */
  | { kind: 'throttle'; bytes: number; everyMs: number }
  /** Every request is delivered twice to the server; the desk gets one answer. */
  | { kind: 'duplicate' };

export interface TcpProxy {
  readonly url: string;
  set(fault: Fault): void;
  /** Connections made since the start. */
  connections(): number;
  dispose(): Promise<void>;
}

/**
 * A TCP proxy before the server at `target`, which fails as networks do: below HTTP, in the middle of a message. A function
 * is asked for each connection, as a balancer before several servers does.
 */
export async function createTcpProxy(target: string | (() => string)): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let fault: Fault = { kind: 'none' };
  let connections = 0;

  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const toServer = (): Socket => {
    const { hostname, port } = new URL(typeof target === 'string' ? target : target());
    return keep(connect(Number(port), hostname));
  };

  const server = createServer((socket) => {
    connections += 1;
    const desk = keep(socket);
    if (fault.kind === 'drop') return void desk.resetAndDestroy();
    if (fault.kind === 'halfOpen') return void desk.resume();
    carry(desk, toServer(), () => fault, toServer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set(next) {
      fault = next;
      // A connection kept alive from before would not notice what only new ones meet.
      if (next.kind !== 'none' && next.kind !== 'halfOpen') for (const socket of sockets) socket.destroy();
    },
    connections: () => connections,
    async dispose() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Carries one connection both ways under whatever fault holds at the moment. */
function carry(desk: Socket, server: Socket, fault: () => Fault, again: () => Socket): void {
  let answered = 0;
  const echo = fault().kind === 'duplicate' ? again() : null;
  echo?.resume();
  desk.on('data', (data) => {
    if (fault().kind === 'halfOpen') return;
    pass(desk, server, data, fault());
    if (echo?.writable) echo.write(data);
  });
  server.on('data', (data) => {
    const now = fault();
    if (now.kind === 'halfOpen') return;
    const room = now.kind === 'reset' || now.kind === 'truncate' ? now.afterBytes - answered : Number.POSITIVE_INFINITY;
    answered += data.byteLength;
    if (data.byteLength <= room) return pass(server, desk, data, now);
    if (now.kind === 'reset') desk.resetAndDestroy();
    else desk.end(data.subarray(0, Math.max(0, room)));
    server.destroy();
  });
  desk.on('close', () => {
    server.destroy();
    echo?.destroy();
  });
  server.on('close', () => {
    if (fault().kind !== 'halfOpen') desk.end();
  });
}

function pass(from: Socket, to: Socket, data: Buffer, fault: Fault): void {
  if (!to.writable) return;
  if (fault.kind === 'delay') setTimeout(() => to.writable && to.write(data), fault.delayMs);
  else if (fault.kind === 'throttle') trickle(from, to, data, fault);
  else to.write(data);
}

function trickle(from: Socket, to: Socket, data: Buffer, { bytes, everyMs }: { bytes: number; everyMs: number }): void {
  from.pause();
  let offset = 0;
  const timer = setInterval(() => {
    if (to.writable) to.write(data.subarray(offset, offset + bytes));
    offset += bytes;
    if (offset < data.byteLength && to.writable) return;
    clearInterval(timer);
    from.resume();
  }, everyMs);
}
