import type { ServerResponse } from 'node:http';
import type { FerryError } from '#app/contract/errors.ts';
import type { SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { createHttpTransport } from '#app/transport/http.ts';
import { anAnsweringServer, type SeenRequest } from './answering-server.ts';
import { quietLog } from './quiet-log.ts';
import { createVirtualClock } from './virtual-clock.ts';

/** Of a device or a change. */
export const id = '00000000-0000-7000-8000-000000000001';
/** A round that carries nothing. */
export const request: SyncRequest = {
  deviceId: id,
  ticket: null,
  round: 1,
  epoch: 'e',
  schema: 1,
  cursor: 0,
  ackedThrough: 0,
  unanswered: [],
  changes: [],
};
export const answer: SyncResponse = {
  ticket: 't',
  round: 1,
  epoch: 'e',
  epochSeq: 0,
  acks: [],
  feed: [],
  cursor: 5,
  more: false,
};
export const problem = (code: string, status: number) => ({
  type: `about:blank#${code}`,
  title: 'x',
  status,
  detail: 'From the server.',
  code,
  action: 'wait',
  requestId: 'r-1',
});

/** How a server answers a request. */
export type Answer = (response: ServerResponse, request: SeenRequest) => void;

/** A transport, signed in to a server that answers so. */
export async function against(answerWith: Answer, proof: { firmId: string; healthKey: string } | null = null) {
  const server = await anAnsweringServer((seenRequest, response) => answerWith(response, seenRequest));
  const transport = createHttpTransport({
    serverUrl: () => server.url,
    token: () => 'secret-token-of-twenty',
    proof: () => proof,
    fetch,
    clock: createVirtualClock(),
    log: quietLog,
  });
  return { transport, seen: server.seen };
}

/** What a round comes to against a server that answers so. */
export async function errorAgainst(answerWith: Answer, send = request): Promise<FerryError | null> {
  const { transport } = await against(answerWith);
  const result = await transport.sync(send);
  return result.ok ? null : result.error;
}

export const html: Answer = (response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to Hotel Wi-Fi</h1>');
export const plain =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end('no');
