import { describe, expect, it } from 'vitest';
import { aServerForEachTest } from '../../support/desk-and-server.ts';

describe('a record whose id has characters other than letters', () => {
  const { server, aSyncedDesk } = aServerForEachTest();

  it.each(['a/b', '..', "'; DROP TABLE --", '%2F', 'a:b*"?', '__proto__'])(
    'is edited and deleted like any other: %s',
    async (name) => {
      const id = name.replaceAll(' ', '_');
      await server().write([{ table: 'clients', recordId: id, data: { name: 'Slash & Co' } }]);
      const [ana, ben] = [await aSyncedDesk('ana'), await aSyncedDesk('ben')];
      await ana.save('clients', 'update', id, { city: 'Kiel' });
      await ana.syncWell();
      await ben.syncWell();
      expect(ben.visible('clients', id)).toMatchObject({ name: 'Slash & Co', city: 'Kiel' });
      await ben.save('clients', 'delete', id);
      await ben.syncWell();
      await ana.syncWell();
      expect(ana.visible('clients', id)).toBeUndefined();
      ana.expectFold();
    },
  );

  it.each(['', 'ä', 'with space', 'x'.repeat(65), 'a\nb'])(
    'is refused at the desk if no server accepts it: %j',
    async (id) => {
      const ana = await aSyncedDesk('ana');
      await expect(async () => ana.save('clients', 'insert', id, { name: 'x' })).rejects.toMatchObject({
        error: { code: 'input.recordId' },
      });
    },
  );
});
