import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

export interface Network {
  /** What a desk is given as its server. */
  readonly url: string;
  /** Nobody answers at the address any more, and what was under way breaks off. */
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
  /** From now on another server answers at the same address. */
  leadTo(target: string): void;
  /** The server still gets the next request to this path and acts on it; its answer never arrives. */
  loseNextAnswer(path: string): void;
  /** Requests to this path wait on the way once `letThrough` more have passed, until what is returned is called. */
  holdUp(path: string, letThrough: number): () => void;
  /** Like a hotel's sign-in page: every request is answered 200 with HTML, until `null`. */
  answerEverythingWith(html: string | null): void;
  /** On their way to the server these words in what a round carries become others, until `null`. */
  garbleRounds(words: { from: string; to: string } | null): void;
  /** How many requests to this path have reached the server. */
  requestsTo(path: string): number;
  /** How many answers were lost so far. */
  lostAnswers(): number;
  /** Every bearer token that went by. */
  tokens(): ReadonlySet<string>;
  dispose(): Promise<void>;
}

/** The way between a desk and the server at `first`, which can be made to fail as networks do. */
export async function createNetwork(first: string): Promise<Network> {
  let target = first;
  const sockets = new Set<Socket>();
  const counts = new Map<string, number>();
  const tokens = new Set<string>();
  let pathToLose: string | null = null;
  let html: string | null = null;
  let garbling: Garbling | null = null;
  let barrier: Barrier | null = null;
  let lost = 0;

  const proxy = createServer((incoming, answer) => {
    const { pathname } = new URL(incoming.url ?? '/', target);
    if (html !== null) {
      incoming.resume();
      answer.writeHead(200, { 'content-type': 'text/html' }).end(html);
      return;
    }
    if (barrier?.path === pathname && barrier.letThrough-- <= 0) {
      barrier.waiting.push(() => pass(incoming, answer, pathname));
      return;
    }
    pass(incoming, answer, pathname);
  });

  function pass(incoming: IncomingMessage, answer: ServerResponse, pathname: string) {
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1);
    const token = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? '')?.[1];
    if (token !== undefined) tokens.add(token);
    const isLost = pathname === pathToLose;
    if (isLost) {
      pathToLose = null;
      lost += 1;
    }
    const url = new URL(incoming.url ?? '/', target);
    if (garbling !== null && pathname === '/v1/sync') void forwardGarbled(incoming, answer, url, garbling);
    else forward(incoming, answer, url, isLost);
  }
  proxy.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });

  async function listen(port: number) {
    proxy.listen(port, '127.0.0.1');
    await once(proxy, 'listening');
  }
  async function close() {
    if (!proxy.listening) return;
    const closed = once(proxy, 'close');
    proxy.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await listen(0);
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    goDown: close,
    async comeUp() {
      if (!proxy.listening) await listen(port);
    },
    leadTo(next) {
      target = next;
    },
    loseNextAnswer(path) {
      pathToLose = path;
    },
    holdUp(path, letThrough) {
      const held: Barrier = { path, letThrough, waiting: [] };
      barrier = held;
      return () => {
        if (barrier === held) barrier = null;
        for (const goOn of held.waiting.splice(0)) goOn();
      };
    },
    answerEverythingWith(page) {
      html = page;
    },
    garbleRounds(words) {
      garbling = words;
    },
    lostAnswers: () => lost,
    tokens: () => tokens,
    requestsTo: (path) => counts.get(path) ?? 0,
    dispose: close,
  };
}

interface Barrier {
  path: string;
  letThrough: number;
  waiting: (() => void)[];
}

interface Garbling {
  from: string;
  to: string;
}

async function forwardGarbled(incoming: IncomingMessage, answer: ServerResponse, target: URL, { from, to }: Garbling) {
  const body = await buffer(incoming);
  const text = String(incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
  const {
    'content-encoding': _packed,
    'content-length': _length,
    'transfer-encoding': _chunked,
    ...headers
  } = incoming.headers;
  const outgoing = request(target, { method: 'POST', headers: { ...headers, host: target.host } }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  outgoing.on('error', () => answer.destroy());
  outgoing.end(text.replaceAll(from, to));
}

/** Passes a request on as it is. With `isLost` the connection breaks once the server has answered in full. */
function forward(incoming: IncomingMessage, answer: ServerResponse, target: URL, isLost: boolean): void {
  const { method = 'GET', headers } = incoming;
  const outgoing = request(target, { method, headers: { ...headers, host: target.host } }, (response) => {
    if (isLost) {
      response.resume();
      response.on('end', () => breakOff(answer));
      return;
    }
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  outgoing.on('error', () => answer.destroy());
  answer.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** In the middle of the answer: before it, Chromium would quietly send the request again by itself. */
function breakOff(answer: ServerResponse): void {
  answer.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  answer.write('{', () => answer.destroy());
}
