import { ok, type Result } from '#app/contract/errors.ts';
import type { SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import type { StatementTamper } from '../disk.ts';
import type { LinkTamper } from '../link.ts';
import type { Tamper } from '../scenario.ts';
import type { Mutant } from './mutant.ts';

const replacing = (from: string, to: string): StatementTamper => ({ sql: (sql) => sql.replace(from, to) });
const statements = (tamper: StatementTamper) => (): Tamper => ({ statements: tamper });

/** Rewrites each round on its way out and its answer on the way in. */
function rounds(
  out: (request: SyncRequest, host: string) => SyncRequest,
  back: (answer: Result<SyncResponse>, request: SyncRequest, host: string) => Result<SyncResponse> = (answer) => answer,
): Tamper {
  const transport: LinkTamper['transport'] = (real, host) => ({
    ...real,
    sync: async (request, options) => back(await real.sync(out(request, host), options), request, host),
  });
  return { desk: { transport } };
}

/** What a desk could do wrong. */
export const deskMutants: readonly Mutant[] = [
  {
    name: 'marksSyncedOnSend',
    about: 'takes a change for acknowledged once it is sent',
    tamper: statements(
      replacing(
        "SET state = 'sent', attempts = attempts + 1",
        "SET state = 'done', synced = 1, outcome = 'applied', acked_version = 0, acked_at = 0, attempts = attempts + 1",
      ),
    ),
  },
  {
    name: 'foldsTwice',
    about: 'folds the waiting changes of a record twice',
    tamper: statements({
      rows: (sql, rows) =>
        sql.includes('FROM sync_queue WHERE table_name = +? AND record_id = +? AND synced = 0') &&
        sql.includes('ORDER BY')
          ? [...rows, ...rows]
          : rows,
    }),
  },
  {
    name: 'shadowGoesBack',
    about: 'takes older news for newer',
    tamper: statements({
      rows: (sql, rows) =>
        sql.startsWith('SELECT id, rowid AS place, data, shadow, version')
          ? rows.map((row) => ({ ...Object(row), version: 0 }))
          : rows,
    }),
  },
  {
    name: 'dropsConflicts',
    about: 'does not keep the value that was set aside',
    tamper: statements({
      sql: (sql) =>
        sql.startsWith('INSERT INTO sync_conflicts') ? sql.replace(/VALUES \(([?, ]+)\)/, 'SELECT $1 WHERE 0') : sql,
    }),
  },
  {
    name: 'neverOffersAgain',
    about: 'offers nothing again after the server was restored',
    tamper: statements(replacing('AND acked_version > ?', 'AND acked_version > ? AND 0')),
  },
  {
    name: 'offersTheRefusedAgain',
    about: 'offers again, with the rank of what had won, what a conflict had not let through',
    tamper: statements({ rows: (sql, rows) => (sql.includes('JOIN sync_conflicts') ? [] : rows) }),
  },
  {
    name: 'keepsOldBases',
    about: 'does not lower the bases after the server was restored',
    tamper: statements(replacing('capped = 1 WHERE synced = 0', 'capped = 1 WHERE 0 AND synced = 0')),
  },
  {
    name: 'keepsStaleRows',
    about: 'keeps what the restored server does not have',
    tamper: statements({ rows: (sql, rows) => (sql.includes('generation < ? AND shadow IS NOT NULL') ? [] : rows) }),
  },
  {
    name: 'dropsWhatIsParked',
    about: 'gives a change up that the server refused',
    tamper: statements(replacing("SET state = 'parked', last_error", "SET state = 'discarded', last_error")),
  },
  {
    name: 'skipsDependants',
    about: 'parks an insert, and goes on with what depends on it',
    tamper: statements({
      rows: (sql, rows) =>
        /'pending' AND table_name = \?\s+AND data ->> \?/.test(sql) || /'parked'\s+AND operation = 'insert'/.test(sql)
          ? []
          : rows,
    }),
  },
  {
    name: 'namesNothingUnanswered',
    about: 'does not ask what became of changes sent earlier',
    tamper: () => rounds((request) => ({ ...request, unanswered: [] })),
  },
  {
    name: 'takesBaseWhenSending',
    about: 'claims to have seen everything it has pulled by the time it sends',
    tamper: () =>
      rounds((request) => ({
        ...request,
        changes: request.changes.map((change) => ({ ...change, baseVersion: request.cursor })),
      })),
  },
  {
    name: 'tearsTransactions',
    about: 'sends what was saved together as if it were apart',
    tamper: () =>
      rounds((request) => ({ ...request, changes: request.changes.map(({ txnId: _txnId, ...change }) => change) })),
  },
  {
    name: 'renamesOnRetry',
    about: 'gives a change a new id when it is sent again',
    tamper: () => {
      const attempts = new Map<string, number>();
      const renamed = new Map<string, string>();
      return rounds(
        (request) => ({
          ...request,
          changes: request.changes.map((change) => {
            const attempt = (attempts.get(change.changeId) ?? 0) + 1;
            attempts.set(change.changeId, attempt);
            const changeId = `${change.changeId.slice(0, -2)}${(attempt % 256).toString(16).padStart(2, '0')}`;
            renamed.set(changeId, change.changeId);
            return { ...change, changeId };
          }),
        }),
        (answer) =>
          answer.ok
            ? ok({
                ...answer.value,
                acks: answer.value.acks.map((ack) => ({ ...ack, changeId: renamed.get(ack.changeId) ?? ack.changeId })),
              })
            : answer,
      );
    },
  },
  {
    name: 'takesFailureForSuccess',
    about: 'loses the acknowledgement of a round that met a 5xx, and takes its changes for applied',
    tamper: () =>
      rounds(
        (request) => request,
        (answer, request) =>
          answer.ok || answer.error.code !== 'server.failed' || request.epoch === null
            ? answer
            : ok({
                ticket: request.ticket ?? 'none',
                round: request.round,
                epoch: request.epoch,
                epochSeq: 0,
                acks: request.changes.map(({ changeId }) => ({
                  changeId,
                  outcome: 'applied',
                  version: request.cursor,
                })),
                feed: [],
                cursor: request.cursor,
                more: false,
                digest: {},
              }),
      ),
  },
  {
    name: 'appliesLateAnswers',
    about: 'takes an answer for that of the round it happens to come in',
    tamper: () =>
      rounds(
        (request) => request,
        (answer, request) => (answer.ok ? ok({ ...answer.value, round: request.round }) : answer),
      ),
  },
  {
    name: 'advancesCursorFirst',
    about: 'stores the cursor with the acks, before the feed',
    tamper: () => {
      const cursors = new Map<string, number>();
      const tamper = rounds(
        (request) => request,
        (answer, _request, host) => {
          if (answer.ok && !answer.value.reset) cursors.set(host, answer.value.cursor);
          return answer;
        },
      );
      return {
        desk: {
          ...tamper.desk,
          connection: (connection, host) =>
            new Proxy(connection, {
              get(target, property) {
                if (property !== 'prepare') return Reflect.get(target, property, target);
                return (sql: string) => {
                  const statement = target.prepare(sql);
                  if (!sql.startsWith('INSERT INTO sync_state')) return statement;
                  return new Proxy(statement, {
                    get(real, name) {
                      if (name !== 'run') return Reflect.get(real, name, real);
                      return (parameters: [string, string]) => {
                        const cursor = cursors.get(host);
                        if (parameters[0] === 'ackedThrough' && cursor !== undefined)
                          real.run(['cursor', JSON.stringify(cursor)]);
                        return real.run(parameters);
                      };
                    },
                  });
                };
              },
            }),
        },
      };
    },
  },
  {
    name: 'repairsNothing',
    about: 'sees that the digests differ and leaves it at that',
    tamper: () => ({
      desk: {
        transport: (real) => ({
          ...real,
          async digest(query, options) {
            const answer = await real.digest(query, options);
            return answer.ok ? ok({ ...answer.value, ranges: [] }) : answer;
          },
        }),
      },
    }),
  },
];
