import { v7 } from 'uuid';
import {
  type Ack,
  type Change,
  type Problem,
  type ServerRecord,
  type SignInResponse,
  type SyncRequest,
  type SyncResponse,
  signInResponseSchema,
  snapshotPageSchema,
  syncResponseSchema,
} from '#app/contract/protocol.ts';
import { ferrySchema } from '#app/schema/index.ts';
import type { HttpClient } from './http-client.ts';

export interface Credentials {
  email: string;
  password: string;
}

/** How a device identifies itself. */
export interface DeviceKind {
  name: string;
  /** Its schema version; this build's if undefined. */
  schema?: number | undefined;
}

/** One device of the person under test, with the round bookkeeping of a desk. */
export interface TestDevice {
  readonly deviceId: string;
  readonly session: SignInResponse;
  /**
   * The next round; `overrides` replace parts of the request. Processes the response: ticket, epoch and cursor advance.
   */
  round(overrides?: Partial<SyncRequest>): Promise<SyncResponse>;
  /** A round whose response is lost: the server processed it, the device does not know. */
  lostRound(overrides?: Partial<SyncRequest>): Promise<void>;
  /** A round that must be refused with this HTTP status. */
  refusedRound(status: number, overrides?: Partial<SyncRequest>): Promise<Problem>;
  /** The next round's request, without sending it. */
  nextRequest(overrides?: Partial<SyncRequest>): SyncRequest;
  /** Sends changes and returns their acks in order. */
  push(...changes: Change[]): Promise<Ack[]>;
  /** Sends one change and returns its ack. */
  pushOne(change: Change): Promise<Ack>;
  /** Rounds until the feed is empty; returns everything received. */
  pull(limit?: number): Promise<ServerRecord[]>;
  /** Switches this device to another process of the same firm's server. */
  goTo(server: HttpClient): void;
  cursor(): number;
  setCursor(cursor: number): void;
  epoch(): string;
}

/** Signs in a new device and moves its cursor to the present, so that old data does not interfere. */
export async function signInDevice(
  http: HttpClient,
  credentials: Credentials,
  { name, schema }: DeviceKind,
): Promise<TestDevice> {
  const deviceId = v7();
  const session = await http.read(signInResponseSchema, '/v1/session', {
    body: { ...credentials, deviceId, deviceName: name },
  });
  const device = createDevice(http, session, deviceId, schema);
  await device.round();
  const page = await http.read(snapshotPageSchema, '/v1/snapshot?table=clients&limit=1', { token: session.token });
  device.setCursor(page.asOf);
  return device;
}

function createDevice(
  firstServer: HttpClient,
  session: SignInResponse,
  deviceId: string,
  schema = ferrySchema.version,
): TestDevice {
  const { token } = session;
  let http = firstServer;
  let ticket: string | null = null;
  let epoch: string | null = null;
  let round = 0;
  let cursor = 0;

  function nextRequest(overrides: Partial<SyncRequest> = {}): SyncRequest {
    return {
      deviceId,
      ticket,
      round: round + 1,
      epoch,
      schema,
      cursor,
      ackedThrough: 0,
      unanswered: [],
      changes: [],
      ...overrides,
    };
  }

  async function runRound(overrides: Partial<SyncRequest> = {}): Promise<SyncResponse> {
    const body = nextRequest(overrides);
    round = body.round;
    const answer = await http.read(syncResponseSchema, '/v1/sync', { token, body });
    ({ ticket, epoch } = answer);
    if (answer.reset === undefined) ({ cursor } = answer);
    return answer;
  }

  async function push(...changes: Change[]): Promise<Ack[]> {
    const { acks } = await runRound({ changes });
    return changes.map(({ changeId }) => {
      const ack = acks.find((candidate) => candidate.changeId === changeId);
      if (!ack) throw new Error(`No ack for change ${changeId}.`);
      return ack;
    });
  }

  return {
    deviceId,
    session,
    nextRequest,
    round: runRound,
    async lostRound(overrides) {
      const body = nextRequest(overrides);
      round = body.round;
      await http.read(syncResponseSchema, '/v1/sync', { token, body });
    },
    async refusedRound(status, overrides) {
      const body = nextRequest(overrides);
      round = body.round;
      return http.problem(status, '/v1/sync', { token, body });
    },
    push,
    async pushOne(change) {
      const [ack] = await push(change);
      if (!ack) throw new Error('No ack.');
      return ack;
    },
    async pull(limit) {
      const records: ServerRecord[] = [];
      for (;;) {
        const answer = await runRound(limit === undefined ? {} : { limit });
        records.push(...answer.feed);
        if (!answer.more) return records;
      }
    },
    goTo(server) {
      http = server;
    },
    cursor: () => cursor,
    setCursor(next) {
      cursor = next;
    },
    epoch: () => epoch ?? '',
  };
}
