import { describe, expect, it } from 'vitest';
import type { Database } from '../../../../server/storage/database.ts';
import { firstRow } from '../../../../server/storage/database.ts';
import { migrate, readMigrations } from '../../../../server/storage/migrate.ts';
import { signInFailuresTable } from '../../../../server/storage/tables.ts';

const writing = { kind: 'identity', mode: 'write' } as const;
const reading = { kind: 'identity', mode: 'read' } as const;

const countOf = (storage: Database, subject: string) =>
  storage.transaction(reading, (tx) =>
    firstRow<{ failures: number }>(tx, 'SELECT failures FROM sign_in_failures WHERE subject = ?', [subject]),
  );

/** What the core relies on, whatever the database. */
export function describeStorage(open: () => Database): void {
  describe('storage', () => {
    it('stores what a transaction wrote', async () => {
      await open().transaction(writing, (tx) =>
        tx.insert(signInFailuresTable, [{ subject: 'kept', failures: 3, since: 9_007_199_254_740_991 }]),
      );
      expect(await countOf(open(), 'kept')).toEqual({ failures: 3 });
    });

    it('stores nothing of a transaction that throws', async () => {
      const failing = open().transaction(writing, async (tx) => {
        await tx.insert(signInFailuresTable, [{ subject: 'lost', failures: 1, since: 1 }]);
        throw new Error('halfway');
      });
      await expect(failing).rejects.toThrow('halfway');
      expect(await countOf(open(), 'lost')).toBeUndefined();
    });

    it('continues after a failed statement', async () => {
      await expect(open().transaction(writing, (tx) => tx.all('SELECT * FROM nowhere'))).rejects.toThrow();
      expect(await open().transaction(reading, (tx) => tx.all('SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    });

    it('refuses to insert a key twice, and overwrites it on request', async () => {
      const row = { subject: 'twice', failures: 1, since: 1 };
      const write = (verb: 'insert' | 'upsert', failures: number) =>
        open().transaction(writing, (tx) => tx[verb](signInFailuresTable, [{ ...row, failures }]));
      await write('insert', 1);
      await expect(write('insert', 2)).rejects.toThrow();
      await write('upsert', 3);
      expect(await countOf(open(), 'twice')).toEqual({ failures: 3 });
    });

    it('names the statement that failed, even if others were sent after it, and stores none of them', async () => {
      const failing = open().transaction(writing, async (tx) => {
        await tx.upsert(signInFailuresTable, [{ subject: 'first', failures: 1, since: 1 }]);
        await tx.insert(signInFailuresTable, [{ subject: 'first', failures: 2, since: 1 }]);
        await tx.write('UPDATE sign_in_failures SET failures = 3 WHERE subject = ?', ['first']);
        await tx.all('SELECT 1 AS one');
      });
      await expect(failing).rejects.toThrow(/unique/i);
      expect(await countOf(open(), 'first')).toBeUndefined();
    });

    it('finds the members of a list, and none of an empty one', async () => {
      await open().transaction(writing, (tx) =>
        tx.upsert(signInFailuresTable, [
          { subject: "o'brien", failures: 1, since: 1 },
          { subject: '{},"', failures: 1, since: 1 },
        ]),
      );
      const find = (subjects: string[]) =>
        open().transaction(reading, (tx) =>
          tx.all('SELECT subject FROM sign_in_failures WHERE subject = ANY(?) ORDER BY subject', [subjects]),
        );
      expect(await find(["o'brien", '{},"', 'none'])).toHaveLength(2);
      expect(await find([])).toEqual([]);
    });

    it('reports a commit after it happened, and never a failed one', async () => {
      const received: (number | null)[] = [];
      let wake = () => {};
      const stop = open().onCommit((_firmId, seq) => {
        received.push(seq);
        wake();
      });
      const receiptOf = (seq: number) =>
        new Promise<void>((resolve) => {
          wake = () => {
            if (received.includes(seq)) resolve();
          };
          wake();
        });
      // The line may only just be opening, so the first notice is sent until it is received.
      const failing = open().transaction(writing, async (tx) => {
        await tx.notify('firm', 1);
        throw new Error('halfway');
      });
      await expect(failing).rejects.toThrow();
      for (let isReceived = false; !isReceived; ) {
        await open().transaction(writing, (tx) => tx.notify('firm', 2));
        isReceived = received.includes(2) || (await Promise.race([receiptOf(2).then(() => true), nextTurn()]));
      }
      await open().transaction(writing, (tx) => tx.notify('firm', 3));
      await receiptOf(3);
      expect(received).not.toContain(1);
      stop();
    });

    it('can be migrated again without harm', async () => {
      await migrate(open());
      expect(await countOf(open(), 'kept')).toEqual({ failures: 3 });
    });

    it('refuses a database written by a newer server', async () => {
      const known = readMigrations(open().dialect);
      await expect(migrate(open(), known.slice(0, -1))).rejects.toThrow(/newer Ferry server/);
    });

    it('runs a migration whole or not at all', async () => {
      const known = readMigrations(open().dialect);
      const next = (known.at(-1)?.version ?? 0) + 1;
      const broken = { version: next, name: 'broken', sql: 'CREATE TABLE half (id TEXT); SELECT * FROM nowhere;' };
      await expect(migrate(open(), [...known, broken])).rejects.toThrow();
      await migrate(open(), known);
      const probe = open().transaction(reading, (tx) => tx.all('SELECT * FROM half'));
      await expect(probe).rejects.toThrow();
    });
  });
}

function nextTurn(): Promise<boolean> {
  return new Promise((resolve) => setImmediate(() => resolve(false)));
}
