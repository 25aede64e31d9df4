import type { Change, SyncRequest } from '#app/contract/protocol.ts';
import type { SyncService } from '../../../server/core/sync-service.ts';
import type { Database, SqlRow, TableShape, Transaction } from '../../../server/storage/database.ts';
import type { Tamper } from '../scenario.ts';
import type { World } from '../world.ts';
import type { Mutant } from './mutant.ts';

/** Puts something around every transaction. */
function transactions(around: (tx: Transaction, storage: Database) => Transaction): Tamper {
  return {
    server: {
      storage: (storage) => ({
        ...storage,
        transaction: (scope, work) => storage.transaction(scope, (tx) => work(around(tx, storage))),
      }),
    },
  };
}

/** Changes rows as they are read. */
function reading(change: (row: SqlRow, sql: string) => SqlRow | null): Tamper {
  return transactions((tx) => ({
    ...tx,
    async all<Row extends SqlRow>(sql: string, parameters?: Parameters<Transaction['all']>[1]) {
      const rows = await tx.all<Row>(sql, parameters);
      return rows.map((row) => change(row, sql)).filter((row) => row !== null) as Row[];
    },
  }));
}

function rewriting(change: (change: Change, seq: number) => Change): Tamper {
  const rewritten = (request: SyncRequest, seq: number) => ({
    ...request,
    changes: request.changes.map((each) => change(each, seq)),
  });
  return {
    server: {
      service: (service) => ({
        ...service,
        sync: async (session, request) => service.sync(session, rewritten(request, await service.currentSeq(session))),
      }),
    },
  };
}

/** What the server could do wrong. */
export const serverMutants: readonly Mutant[] = [
  {
    name: 'forgetsIdempotency',
    about: 'does not keep the acks',
    tamper: () =>
      transactions((tx) => ({
        ...tx,
        insert: async (table, rows) => (table.name === 'acks' ? undefined : tx.insert(table, rows)),
      })),
  },
  {
    name: 'acksInTheirOwnTransaction',
    about: 'commits the acks after the records',
    tamper: () => {
      return {
        server: {
          storage: (storage) => ({
            ...storage,
            async transaction(scope, work) {
              const acks: [TableShape, readonly SqlRow[]][] = [];
              const value = await storage.transaction(scope, (tx) =>
                work({
                  ...tx,
                  insert: async (table, rows) =>
                    table.name === 'acks' && rows.length > 0 ? void acks.push([table, rows]) : tx.insert(table, rows),
                }),
              );
              for (const [table, rows] of acks) await storage.transaction(scope, (tx) => tx.insert(table, rows));
              return value;
            },
          }),
        },
      };
    },
  },
  {
    name: 'ignoresBase',
    about: 'takes every change for one that has seen everything',
    tamper: () => rewriting((change, seq) => ({ ...change, baseVersion: seq })),
  },
  {
    name: 'dropsDeleteConflicts',
    about: 'deletes what somebody else has edited meanwhile',
    tamper: () =>
      rewriting((change, seq) => (change.operation === 'delete' ? { ...change, baseVersion: seq } : change)),
  },
  {
    name: 'forgetsOrigins',
    about: 'does not know which of two re-offered writes was the later',
    tamper: () => rewriting(({ origin: _origin, ...change }) => change),
  },
  {
    name: 'acceptsOrphans',
    about: 'takes a deleted parent for a living one',
    tamper: () =>
      reading((row, sql) =>
        sql.includes('FROM records') && sql.includes('record_id = ANY') && row.table_name !== 'tasks'
          ? { ...row, deleted: 0 }
          : row,
      ),
  },
  {
    name: 'deletesParents',
    about: 'does not look for children before it deletes',
    tamper: () => reading((row, sql) => (sql.includes('FROM links') ? null : row)),
  },
  {
    name: 'forgetsTombstones',
    about: 'leaves deleted records out of snapshots',
    tamper: () => ({
      server: {
        service: (service) => ({
          ...service,
          async snapshot(session, query) {
            const page = await service.snapshot(session, query);
            return { ...page, records: page.records.filter(({ deleted }) => !deleted) };
          },
        }),
      },
    }),
  },
  {
    name: 'splitsPages',
    about: 'ends a page of the feed inside a transaction',
    tamper: () => ({
      server: {
        service: (service) => ({
          ...service,
          async sync(session, request) {
            const answer = await service.sync(session, request);
            const page = answer.feed.slice(0, 2);
            const last = page.at(-1);
            if (answer.reset || answer.feed.length <= page.length || !last || last.version <= request.cursor)
              return answer;
            const { digest: _digest, ...rest } = answer;
            return { ...rest, feed: page, cursor: last.version, more: true };
          },
        }),
      },
    }),
  },
  {
    name: 'countsOutsideTheTransaction',
    about: 'takes sequences from a plain counter, so that they commit out of order',
    tamper: () => ({ server: { service: lateCommits(), storage: plainCounter() } }),
  },
  {
    name: 'knowsNoCopies',
    about: 'does not notice that two copies of a laptop are at work',
    tamper: () =>
      reading((row, sql) =>
        sql.includes('FROM devices') ? { ...row, last_round: 0, round_mark: null, ticket_round: 0, unread: '[]' } : row,
      ),
  },
  {
    name: 'losesUnanswered',
    about: 'does not answer for changes of earlier rounds',
    tamper: () => ({
      server: {
        service: (service) => ({
          ...service,
          async sync(session, request) {
            const answer = await service.sync(session, request);
            return { ...answer, acks: answer.acks.filter(({ changeId }) => !request.unanswered.includes(changeId)) };
          },
        }),
      },
    }),
  },
];

/** Rounds that write are held up now and then between taking their sequences and committing. */
function lateCommits() {
  return (service: SyncService, world: World): SyncService => ({
    ...service,
    async sync(session, request) {
      if (request.changes.length === 0) return service.sync(session, request);
      const first = await service.currentSeq(session);
      reserved.set(world, Math.max(reserved.get(world) ?? 0, first) + request.changes.length);
      starts.set(request, (reserved.get(world) ?? 0) - request.changes.length);
      await world.sleep(world.random.between(1, 400));
      pending.set(world, starts.get(request) ?? first);
      return service.sync(session, request);
    },
  });
}

const reserved = new WeakMap<World, number>();
const starts = new WeakMap<SyncRequest, number>();
const pending = new WeakMap<World, number>();

/** The round now running gets the sequences it took when it came. */
function plainCounter() {
  return (storage: Database, world: World): Database => ({
    ...storage,
    transaction: (scope, work) =>
      storage.transaction(scope, (tx) => {
        const start = pending.get(world);
        if (scope.kind !== 'firm' || scope.mode !== 'write' || start === undefined) return work(tx);
        pending.delete(world);
        return work({
          ...tx,
          async all<Row extends SqlRow>(sql: string, parameters?: Parameters<Transaction['all']>[1]) {
            const rows = await tx.all<Row>(sql, parameters);
            return sql.includes('FROM firms') ? rows.map((row) => ({ ...row, seq: start })) : rows;
          },
          run: (sql, parameters) => tx.run(sql.replace('SET seq = ?', 'SET seq = max(seq, ?)'), parameters),
        });
      }),
  });
}
