import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAccounts } from '../../../server/auth/accounts.ts';
import { systemClock, systemIds } from '../../../server/system.ts';
import { aDesk } from '../../support/desk.ts';
import { FIRM_EMAIL, FIRM_PASSWORD, type FirmServer, startFirmServer } from '../../support/firm-server.ts';
import { testPasswords } from './support/test-server.ts';

let server: FirmServer;
beforeEach(async () => {
  server = await startFirmServer();
});
afterEach(() => server.dispose());

const accounts = () =>
  createAccounts({ storage: server.storage, clock: systemClock, ids: systemIds, passwords: testPasswords });

it('a removed person keeps their unsent work: it can be exported, and is uploaded if they return', async () => {
  const desk = await aDesk('olga', { server });
  await desk.syncWell();
  const id = systemIds.next();
  desk.save('clients', 'insert', id, { name: 'Written on the train' });
  await accounts().removePerson(FIRM_EMAIL);

  const report = await desk.sync();
  expect(report.error?.code).toBe('auth.revoked');
  expect(desk.desk.status().regions).toMatchObject({ auth: 'revoked', counts: { pending: 1, parked: 0 } });
  desk.save('clients', 'update', id, { city: 'Kiel' });
  const exported = await desk.operations.exportChanges();
  expect(exported).toContain('Written on the train');
  expect(exported).toContain('Kiel');
  desk.expectFold();

  const back = { name: 'Olga', email: FIRM_EMAIL, password: FIRM_PASSWORD, role: 'owner' } as const;
  await accounts().addPerson(server.firmId, back);
  await desk.signIn();
  await desk.syncWell();
  expect(desk.desk.status().regions.counts).toMatchObject({ pending: 0, parked: 0 });
  expect(desk.visible('clients', id)).toMatchObject({ name: 'Written on the train', city: 'Kiel' });
  await desk.dispose();
});
