import { describe, expect, it } from 'vitest';
import type { Database, Transaction } from '../../../../server/storage/database.ts';
import { migrate, readMigrations } from '../../../../server/storage/migrate.ts';
import { allTables } from '../../../../server/storage/tables.ts';

const operator = { kind: 'operator', mode: 'write' } as const;

/** Columns by table, as the database has them now. */
async function columnsNow(storage: Database): Promise<Map<string, string[]>> {
  const sql =
    storage.dialect === 'sqlite'
      ? 'SELECT name FROM pragma_table_info(?)'
      : "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ?";
  return storage.transaction(operator, async (tx) => {
    const columns = new Map<string, string[]>();
    for (const table of allTables) {
      const rows = await tx.all<{ name: string }>(sql, [table.name]);
      if (rows.length > 0) {
        columns.set(
          table.name,
          rows.map(({ name }) => name),
        );
      }
    }
    return columns;
  });
}

/** What a server does to a table: it names every column it knows, and no other. */
async function useAsServerOf(tx: Transaction, columns: ReadonlyMap<string, string[]>, version: number): Promise<void> {
  const used = allTables.flatMap((table) => {
    const names = columns.get(table.name);
    return names ? [{ table, names }] : [];
  });
  const sampleOf = (column: string, type: 'text' | 'bigint' | undefined) =>
    type === 'bigint' ? version : column === 'role' ? 'owner' : `${column}-${version}`;
  for (const { table, names } of used) {
    const values = names.map((name) => sampleOf(name, table.columns[name]));
    const marks = names.map(() => '?').join(', ');
    await tx.run(`INSERT INTO ${table.name} (${names.join(', ')}) VALUES (${marks})`, values);
  }
  for (const { table, names } of used.toReversed()) {
    const isKey = table.key.map((column) => `${column} = ?`).join(' AND ');
    const key = table.key.map((column) => sampleOf(column, table.columns[column]));
    const changed = names.filter((name) => !table.key.includes(name));
    if (changed.length > 0) {
      const values = changed.map((name) => sampleOf(name, table.columns[name]));
      const sets = changed.map((name) => `${name} = ?`).join(', ');
      expect(await tx.run(`UPDATE ${table.name} SET ${sets} WHERE ${isKey}`, [...values, ...key])).toBe(1);
    }
    expect(await tx.all(`SELECT ${names.join(', ')} FROM ${table.name} WHERE ${isKey}`, key)).toHaveLength(1);
    await tx.run(`DELETE FROM ${table.name} WHERE ${isKey}`, key);
  }
}

/** The database is brought to a new version while servers of an older one still run. */
export function describeMigrations(openEmpty: () => Promise<Database>): void {
  describe('migrations', () => {
    it('keep everything in place that a server of any earlier version reads and writes', async () => {
      const storage = await openEmpty();
      const migrations = readMigrations(storage.dialect);
      const byVersion = new Map<number, Map<string, string[]>>();
      for (const { version } of migrations) {
        await migrate(storage, migrations.slice(0, version));
        byVersion.set(version, await columnsNow(storage));
      }
      for (const [version, columns] of byVersion) {
        await storage.transaction(operator, (tx) => useAsServerOf(tx, columns, version));
      }
      expect(byVersion.size).toBe(migrations.length);
      await storage.dispose();
    });

    it('keep existing rows, with a value in every new required column', async () => {
      const storage = await openEmpty();
      const migrations = readMigrations(storage.dialect);
      await migrate(storage, migrations.slice(0, 1));
      await storage.transaction(operator, (tx) =>
        tx.run(
          `INSERT INTO firms (firm_id, name, seq, epoch, epoch_seq, epoch_at, horizon, secret, created_at)
           VALUES ('f', 'Old', 7, 'e', 0, 0, 0, 's', 0)`,
        ),
      );
      await migrate(storage, migrations);
      const rows = await storage.transaction(operator, (tx) => tx.all('SELECT name, seq, earlier_epochs FROM firms'));
      expect(rows).toEqual([{ name: 'Old', seq: 7, earlier_epochs: '[]' }]);
      await storage.dispose();
    });
  });
}
