import { Agent, request } from 'node:http';
import { v7 } from 'uuid';
import type { Change } from '#app/contract/protocol.ts';
import { insertClient } from '../../../server/conformance/changes.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** A request with as little work on this side as can be: the client shares two cores with the server it measures. */
export function post(url: string, body: string, token?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('latin1');
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${url} answered ${response.statusCode} ${text.slice(0, 200)}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** New clients with the fields people really fill in. */
export function someChanges(count: number): Change[] {
  return Array.from({ length: count }, (_, index) =>
    insertClient(v7(), {
      name: `Nordwind Logistik ${index}`,
      contact: 'Katarina Petersen',
      email: `office${index}@nordwind.example`,
      phone: '+49 40 123456',
      street: 'Lindenstraße 12',
      postalCode: '20095',
      city: 'Hamburg',
      country: 'Germany',
      taxId: '22/123/45678',
      tags: ['monthly', 'paperless'],
      notes: 'Prefers to be called in the morning. Receipts come in one box a quarter.',
    }),
  );
}

/** A desk that pushes batches and reads what comes with the answer. */
export interface Pusher {
  push(changesJson: string): Promise<void>;
  /** Pulls until nothing is left. */
  drain(): Promise<void>;
  token: string;
}

export async function signInPusher(url: string, email = 'owner@sample.test', password = 'sample'): Promise<Pusher> {
  const deviceId = v7();
  const session = JSON.parse(
    await post(`${url}/v1/session`, JSON.stringify({ email, password, deviceId, deviceName: 'bench' })),
  );
  const token: string = session.token;
  let ticket = 'null';
  let epoch = 'null';
  let round = 0;
  let cursor = 0;

  async function send(changesJson: string): Promise<boolean> {
    round += 1;
    const head = `{"deviceId":"${deviceId}","ticket":${ticket},"round":${round},"epoch":${epoch},"schema":1,"cursor":${cursor}`;
    const answer = await post(
      `${url}/v1/sync`,
      `${head},"ackedThrough":0,"unanswered":[],"changes":${changesJson}}`,
      token,
    );
    ticket = /"ticket":("[^"]+")/.exec(answer.slice(0, 300))?.[1] ?? 'null';
    epoch = /"epoch":("[^"]+")/.exec(answer.slice(0, 300))?.[1] ?? 'null';
    const [, next, more] = /"cursor":(\d+),"more":(true|false)/.exec(answer.slice(0, 500)) ?? [];
    cursor = Number(next ?? 0);
    return more === 'true';
  }

  await send('[]');
  return {
    token,
    async push(changesJson) {
      await send(changesJson);
    },
    async drain() {
      while (await send('[]'));
    },
  };
}
