import { FerryFailure } from '#app/contract/errors.ts';
import type { Clock, IdSource, Log } from '#app/contract/ports.ts';
import {
  type ActivityPage,
  type ActivityQuery,
  type DigestQuery,
  type DigestRanges,
  MAX_PAGE_BYTES,
  type SnapshotPage,
  type SnapshotQuery,
  type SyncRequest,
  type SyncResponse,
} from '#app/contract/protocol.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Database, Transaction } from '../storage/database.ts';
import { type Firm, readFirm } from '../storage/firms.ts';
import { createJsonText, type JsonText } from '../storage/json-text.ts';
import { keyRange, readVersions } from '../storage/records.ts';
import { readActivityPage } from './activity.ts';
import { createDigestRanges } from './digest-ranges.ts';
import { DEFAULT_PAGE_SIZE, type PageLimit } from './page.ts';
import type { SyncSession } from './session.ts';
import { readSnapshotPage } from './snapshot.ts';
import { syncRound } from './sync-round.ts';

/** A batch takes milliseconds. */
const VERSIONS_AT_ONCE = 1000;

export interface SyncServiceDependencies {
  storage: Database;
  schema: Schema;
  clock: Pick<Clock, 'nowMs'>;
  ids: IdSource;
  log: Log;
  /** Yields to the event loop between slices of long work. */
  yieldToLoop: () => Promise<void>;
  /** The oldest supported schema; older desks are asked to update. */
  minimumSchema?: number;
  /** Maximum bytes of records in a response's acks, in its feed, and in a snapshot page. */
  maxPageBytes?: number;
}

/**
 * The protocol without HTTP. Requests must be validated by their contract schema. Failures are thrown as
 * `FerryFailure`: `auth.forbidden`, `auth.revoked`, `device.cloned`, `client.updateRequired`, `request.invalid`,
 * `sync.epochChanged`, `table.unknown`; nothing is changed then.
 */
export interface SyncService {
  /** Pass `jsonText` to reuse the JSON texts when writing the response. */
  sync(session: SyncSession, request: SyncRequest, jsonText?: JsonText): Promise<SyncResponse>;
  snapshot(session: SyncSession, query: SnapshotQuery): Promise<SnapshotPage>;
  digest(session: SyncSession, query: DigestQuery): Promise<DigestRanges>;
  activity(session: SyncSession, query: ActivityQuery): Promise<ActivityPage>;
  /** The firm's current sequence. */
  currentSeq(session: SyncSession): Promise<number>;
}

export function createSyncService({
  storage,
  schema,
  clock,
  ids,
  log,
  yieldToLoop,
  minimumSchema = 1,
  maxPageBytes = MAX_PAGE_BYTES,
}: SyncServiceDependencies): SyncService {
  function read<T>(session: SyncSession, work: (tx: Transaction, firm: Firm) => Promise<T>): Promise<T> {
    return storage.transaction({ kind: 'firm', firmId: session.firmId, mode: 'read' }, async (tx) => {
      const firm = await readFirm(tx, session.firmId);
      if (!firm) throw new FerryFailure('auth.revoked', 'askOwner');
      return work(tx, firm);
    });
  }

  const pageLimit = (records = DEFAULT_PAGE_SIZE): PageLimit => ({ records, bytes: maxPageBytes });

  function requireTable(table: string): void {
    if (!schema.entity(table)) throw new FerryFailure('table.unknown');
  }

  /** Reads a few records at a time while rounds continue, so concurrent changes may or may not be included. */
  async function readDigest(session: SyncSession, query: DigestQuery): Promise<DigestRanges> {
    const { epoch, seq } = await read(session, async (_tx, firm) => firm);
    const ranges = createDigestRanges();
    const range = keyRange(query);
    for (let isMore = true; isMore; ) {
      const versions = await read(session, (tx, firm) => {
        checkEpoch(firm, epoch);
        return readVersions(tx, firm.firmId, query.table, range, VERSIONS_AT_ONCE);
      });
      for (const { recordId, version } of versions) ranges.add(recordId, version);
      range.after = versions.at(-1)?.recordId ?? range.after;
      isMore = versions.length === VERSIONS_AT_ONCE;
      if (isMore) await yieldToLoop();
    }
    return { epoch, seq, ranges: ranges.within({ after: query.after ?? null, through: query.through ?? null }) };
  }

  return {
    async sync(session, request, jsonText = createJsonText()) {
      checkRequest(session, request, minimumSchema);
      const result = await storage.transaction({ kind: 'firm', firmId: session.firmId, mode: 'write' }, (tx) =>
        syncRound(
          tx,
          {
            schema,
            session,
            nowMs: clock.nowMs(),
            nextId: () => ids.next(),
            pageLimit: pageLimit(request.limit),
            jsonText,
          },
          request,
        ),
      );
      if (result.wasRewound) log.warn('epoch.rewound', { firmId: session.firmId, epoch: result.response.epoch });
      return result.response;
    },
    async snapshot(session, query) {
      requireTable(query.table);
      return read(session, (tx, firm) => readSnapshotPage(tx, firm, query, pageLimit(query.limit)));
    },
    async digest(session, query) {
      requireTable(query.table);
      return readDigest(session, query);
    },
    async activity(session, query) {
      requireTable(query.table);
      return read(session, (tx) => readActivityPage(tx, session.firmId, query, maxPageBytes));
    },
    currentSeq: (session) => read(session, async (_tx, firm) => firm.seq),
  };
}

function checkEpoch(firm: Firm, epoch: string): void {
  if (firm.epoch === epoch) return;
  throw new FerryFailure('sync.epochChanged', 'retry');
}

function checkRequest(session: SyncSession, request: SyncRequest, minimumSchema: number): void {
  if (request.deviceId !== session.deviceId) {
    throw new FerryFailure('device.cloned', 'wait');
  }
  if (request.schema < minimumSchema) {
    throw new FerryFailure('client.updateRequired', 'update');
  }
  const changeIds = [...request.changes.map((change) => change.changeId), ...request.unanswered];
  if (new Set(changeIds).size < changeIds.length) {
    throw new FerryFailure('request.invalid', 'none', { errors: [{ path: 'changes', message: 'repeated' }] });
  }
}
