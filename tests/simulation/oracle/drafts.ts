import type { CachedRecord } from '#app/contract/lists.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { DeskHost } from '../desk-host.ts';
import { ProcessDied } from '../process-died.ts';
import type { World } from '../world.ts';

export interface DraftBook {
  /** Leaves something half typed in the title of a record, in place of what was half typed there before. */
  put(host: DeskHost, desk: Desk, record: CachedRecord, value: string): void;
  /** A copied laptop has the drafts of its original. */
  adopt(copy: DeskHost, original: DeskHost): void;
  /** Its database was damaged, and what is half typed has no second copy. */
  forget(host: DeskHost): void;
  /** What is half typed there by now lies in the database itself, and not in its log alone. */
  checkpointed(host: DeskHost): void;
  /** Its log is gone: what lay in the database is there, and nothing newer. */
  lostLog(host: DeskHost): void;
  /** Every desk still has what was half typed there. */
  check(hosts: readonly DeskHost[]): void;
}

const FIELD = 'title';

/** What may lie there: one value, or two where the process died while the second was saved; null for none. */
type Possible = readonly (string | null)[];

/** What people left half typed at which desk; it never leaves that desk. */
export function createDraftBook(world: World): DraftBook {
  const books = new Map<string, Map<string, Possible>>();
  const inDatabase = new Map<string, Map<string, Possible>>();
  const bookOf = (host: DeskHost): Map<string, Possible> => {
    const book = books.get(host.name) ?? new Map<string, Possible>();
    books.set(host.name, book);
    return book;
  };

  return {
    put(host, desk, { table, id }, value) {
      const book = bookOf(host);
      const key = `${table}/${id}`;
      try {
        void desk.operations.putDraft(table, id, FIELD, value);
        book.set(key, [value]);
      } catch (thrown) {
        if (thrown instanceof ProcessDied) book.set(key, [...(book.get(key) ?? [null]), value]);
        throw thrown;
      }
      world.met('field left half typed');
    },
    adopt: (copy, original) => void books.set(copy.name, new Map(bookOf(original))),
    forget: (host) => void books.delete(host.name),
    checkpointed: (host) => void inDatabase.set(host.name, new Map(bookOf(host))),
    lostLog: (host) => void books.set(host.name, new Map(inDatabase.get(host.name))),
    check(hosts) {
      for (const host of hosts) {
        const rows = host.disk.rows<{ table_name: string; record_id: string; value: string }>(
          'SELECT table_name, record_id, value FROM drafts',
        );
        const kept = new Map<string, string>(
          rows.map((row) => [`${row.table_name}/${row.record_id}`, JSON.parse(row.value)]),
        );
        for (const [key, possible] of bookOf(host)) {
          const is = kept.get(key) ?? null;
          if (!possible.includes(is)) world.fail('what is half typed is kept', { host: host.name, key, possible, is });
        }
      }
    },
  };
}
