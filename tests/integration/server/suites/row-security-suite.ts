import { describe, expect, it } from 'vitest';
import { insertClient } from '../../../../server/conformance/changes.ts';
import type { Database, Scope } from '../../../../server/storage/database.ts';
import { allTables } from '../../../../server/storage/tables.ts';
import { systemIds } from '../../../../server/system.ts';
import { joinCore } from '../support/core-device.ts';
import { startService } from '../support/test-server.ts';

const read = (storage: Database, scope: Scope, sql: string) => storage.transaction(scope, (tx) => tx.all(sql));

/** The second wall: what a query sees that forgot to name its firm. */
export function describeRowSecurity(open: () => Database): void {
  describe('row-level security', () => {
    it('is enabled on every table that belongs to a firm', async () => {
      const rows = await open().transaction({ kind: 'operator', mode: 'read' }, (tx) =>
        tx.all<{ relname: string }>(
          'SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY relname',
        ),
      );
      expect(rows.map((row) => row.relname)).toEqual(allTables.map((table) => table.name).sort());
    });

    it('shows a firm only its own rows, even to a query without a condition', async () => {
      const ours = await startService(open());
      const theirs = await startService(open());
      for (const { service, session } of [ours, theirs]) {
        await (await joinCore(service, session())).pushOne(insertClient(systemIds.next()));
      }
      const scope = { kind: 'firm', firmId: ours.firm.firmId, mode: 'read' } as const;
      for (const table of ['firms', 'people', 'devices', 'records', 'acks', 'activity', 'digests']) {
        const rows = await read(open(), scope, `SELECT DISTINCT firm_id FROM ${table}`);
        expect(rows, table).toEqual([{ firm_id: ours.firm.firmId }]);
      }
    });

    it('lets no firm write rows of another', async () => {
      const ours = await startService(open());
      const theirs = await startService(open());
      const scope = { kind: 'firm', firmId: ours.firm.firmId, mode: 'write' } as const;
      const changed = await open().transaction(scope, (tx) => tx.run("UPDATE firms SET name = 'taken'"));
      expect(changed).toBe(1);
      const insert = open().transaction(scope, (tx) =>
        tx.run("INSERT INTO digests (firm_id, table_name, sum) VALUES (?, 'clients', '0')", [theirs.firm.firmId]),
      );
      await expect(insert).rejects.toThrow(/row-level security/);
    });

    it('shows no records before a firm is set', async () => {
      const { service, session } = await startService(open());
      await (await joinCore(service, session())).pushOne(insertClient(systemIds.next()));
      expect(await read(open(), { kind: 'identity', mode: 'read' }, 'SELECT * FROM records')).toEqual([]);
    });
  });
}
