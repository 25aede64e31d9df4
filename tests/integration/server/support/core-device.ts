import type { Ack, Change, ServerRecord, SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { ferrySchema } from '#app/schema/index.ts';
import type { SyncSession } from '../../../../server/core/session.ts';
import type { SyncService } from '../../../../server/core/sync-service.ts';

/** A device that talks to the core directly and keeps its rounds as a desk must. */
export interface CoreDevice {
  session: SyncSession;
  nextRequest(overrides?: Partial<SyncRequest>): SyncRequest;
  /** Sends the next round; the answer is read. */
  round(overrides?: Partial<SyncRequest>): Promise<SyncResponse>;
  push(...changes: Change[]): Promise<Ack[]>;
  pushOne(change: Change): Promise<Ack>;
  /** Rounds until the feed is dry. */
  pull(limit?: number): Promise<ServerRecord[]>;
  /** From now on it talks to another server that holds the same firm. */
  goTo(service: SyncService): void;
  cursor(): number;
}

/** Ready to push: it has met the epoch. */
export async function joinCore(service: SyncService, session: SyncSession): Promise<CoreDevice> {
  const device = createCoreDevice(service, session);
  await device.round();
  return device;
}

function createCoreDevice(firstService: SyncService, session: SyncSession): CoreDevice {
  let service = firstService;
  let ticket: string | null = null;
  let epoch: string | null = null;
  let round = 0;
  let cursor = 0;

  function nextRequest(overrides: Partial<SyncRequest> = {}): SyncRequest {
    return {
      deviceId: session.deviceId,
      ticket,
      round: round + 1,
      epoch,
      schema: ferrySchema.version,
      cursor,
      ackedThrough: 0,
      unanswered: [],
      changes: [],
      ...overrides,
    };
  }

  async function runRound(overrides?: Partial<SyncRequest>): Promise<SyncResponse> {
    const request = nextRequest(overrides);
    round = request.round;
    const answer = await service.sync(session, request);
    ({ ticket, epoch } = answer);
    cursor = answer.reset === 'epoch' ? 0 : answer.cursor;
    return answer;
  }

  async function push(...changes: Change[]): Promise<Ack[]> {
    return (await runRound({ changes })).acks;
  }

  return {
    session,
    nextRequest,
    round: runRound,
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
    goTo(next) {
      service = next;
    },
    cursor: () => cursor,
  };
}
