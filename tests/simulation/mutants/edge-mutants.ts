import type { Ack, SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { decodeRecords, encodeRecord } from '#app/store/outbox-journal/record-codec.ts';
import type { SyncService } from '../../../server/core/sync-service.ts';
import type { Database, SqlRow, Transaction } from '../../../server/storage/database.ts';
import type { StatementTamper } from '../disk.ts';
import type { Tamper } from '../scenario.ts';
import type { Mutant } from './mutant.ts';

/** Bugs that show only at an edge: a byte limit, a page's end, a clock set back, an unseen write beneath an own one. */
export const edgeMutants: readonly Mutant[] = [
  {
    name: 'editsOverWhatItPutOver',
    about: 'takes what was merged into a colleague’s work for the writer’s own: its next edit replaces both',
    tamper: () => withoutOver((recordId, deleting) => !deleting.has(recordId)),
  },
  {
    name: 'deletesWhatItPutOver',
    about: 'the same for a deletion: it takes a colleague’s work with it',
    tamper: () => withoutOver((recordId, deleting) => deleting.has(recordId)),
  },
  {
    name: 'cutsAcksShortUnnoticed',
    about: 'leaves out the record of an ack that just fills the answer, and says nothing more is to come',
    tamper: () => answering((answer, request) => withoutTheLastRecord(answer, request)),
  },
  {
    name: 'pagesOffByOne',
    about: 'says of a page of the feed that it reaches one sequence further than it does',
    tamper: () =>
      answering((answer) => (answer.more && !answer.reset ? { ...answer, cursor: answer.cursor + 1 } : answer)),
  },
  {
    name: 'ordersByClock',
    about: 'sends the outbox in the order of the computer’s clock instead of the order of saving',
    tamper: () => ({
      statements: {
        sql: (sql) =>
          sql.includes("state IN ('pending', 'sent') AND id > ? ORDER BY id LIMIT ?")
            ? sql.replace('ORDER BY id', 'ORDER BY created_at, id')
            : sql,
      },
    }),
  },
  {
    name: 'leavesDraftsBehind',
    about: 'brings the outbox over to a backup that takes the place of the data, but not what is half typed',
    tamper: () => ({
      statements: {
        sql: (sql) =>
          sql.startsWith('INSERT OR REPLACE INTO drafts') ? sql.replace(/VALUES \((.*)\)$/s, 'SELECT $1 WHERE 0') : sql,
      },
    }),
  },
  {
    name: 'keepsNoSecondHome',
    about: 'writes nothing to the outbox journal',
    tamper: () => ({ desk: { outbox: (file) => ({ ...file, append: () => undefined }) } }),
  },
  {
    name: 'bringsBackWhatIsOver',
    about: 'does not note in the outbox journal that a change has arrived, was discarded, or is carried by another',
    tamper: () => ({ desk: { outbox: (file) => ({ ...file, append: (bytes) => file.append(withoutEnds(bytes)) }) } }),
  },
  {
    name: 'acksWithoutRefold',
    about: 'leaves the visible row as it is when an answer settles a change and the shadow is newer already',
    tamper: () => ({ statements: forgettingToRefold() }),
  },
];

function withoutEnds(bytes: Buffer): Buffer {
  const { records } = decodeRecords(bytes);
  return Buffer.concat(records.map(({ ends: _ends, ...record }) => encodeRecord(record)));
}

/**
 * Decides edits, or deletions, as if the stamps had no `over`. What is stored and answered keeps it where it can, so that a
 * loss is what shows, and not that desks and server have different stamps.
 */
function withoutOver(isMeant: (recordId: string, deleting: ReadonlySet<string>) => boolean): Tamper {
  const deleting = new Set<string>();
  const strip = (row: SqlRow): SqlRow =>
    typeof row.stamps === 'string' && isMeant(String(row.record_id), deleting)
      ? { ...row, stamps: row.stamps.replaceAll(/,"over":\d+/g, '') }
      : row;
  let stored: Database;

  async function asStored(ack: Ack): Promise<Ack> {
    const { record } = ack;
    if (!record) return ack;
    const sql = 'SELECT stamps FROM records WHERE table_name = ? AND record_id = ? AND version = ?';
    const parameters = [record.table, record.recordId, record.version];
    const rows = await stored.transaction({ kind: 'operator', mode: 'read' }, (tx) => tx.all(sql, parameters));
    const stamps = rows[0]?.stamps;
    return typeof stamps === 'string' ? { ...ack, record: { ...record, stamps: JSON.parse(stamps) } } : ack;
  }

  return {
    server: {
      storage(storage) {
        stored = storage;
        return {
          ...storage,
          transaction: (scope, work) =>
            storage.transaction(scope, (tx) =>
              work({
                ...tx,
                async all<Row extends SqlRow>(sql: string, parameters?: Parameters<Transaction['all']>[1]) {
                  const rows = await tx.all<Row>(sql, parameters);
                  return sql.includes('FROM records') && sql.includes('= ANY') ? (rows.map(strip) as Row[]) : rows;
                },
              }),
            ),
        };
      },
      service: (service) => ({
        ...service,
        async sync(session, request) {
          const deleted = request.changes.filter(({ operation }) => operation === 'delete');
          for (const { recordId } of deleted) deleting.add(recordId);
          const answer = await service.sync(session, request);
          for (const { recordId } of deleted) deleting.delete(recordId);
          return { ...answer, acks: await Promise.all(answer.acks.map(asStored)) };
        },
      }),
    },
  };
}

function answering(change: (answer: SyncResponse, request: SyncRequest) => SyncResponse): Tamper {
  return {
    server: {
      service: (service: SyncService) => ({
        ...service,
        sync: async (session, request) => change(await service.sync(session, request), request),
      }),
    },
  };
}

/** Where the acks just filled the answer: some bring their record, and those after them no longer do. */
function withoutTheLastRecord(answer: SyncResponse, { cursor }: SyncRequest): SyncResponse {
  const last = answer.acks.findLastIndex(({ record }) => record !== undefined);
  const isCut = answer.acks.slice(last + 1).some(({ outcome, record }) => outcome !== 'rejected' && !record);
  const record = answer.acks[last]?.record;
  if (!isCut || !record || record.version <= cursor) return answer;
  const acks = answer.acks.map((ack, index) => {
    if (index !== last) return ack;
    const { record: _record, ...rest } = ack;
    return rest;
  });
  return { ...answer, acks };
}

function forgettingToRefold(): StatementTamper {
  let hasJustAcknowledged = false;
  return {
    parameters(sql, parameters) {
      if (sql.includes('SET synced = 1, state = ?')) hasJustAcknowledged = true;
      else if (sql.startsWith('INSERT INTO cached_') || sql.startsWith('INSERT INTO sync_state'))
        hasJustAcknowledged = false;
      else if (hasJustAcknowledged && sql.startsWith('UPDATE cached_') && sql.includes('sort_keys = ?')) {
        hasJustAcknowledged = false;
        return Array.isArray(parameters) ? [...parameters.slice(0, -1), 'no such record'] : parameters;
      }
      return parameters;
    },
  };
}
