import { afterEach, beforeEach, onTestFinished } from 'vitest';
import { aDesk, type DeskSettings } from './desk.ts';
import { type FirmServer, startFirmServer } from './firm-server.ts';
import { createTamperingFetch } from './tampering.ts';

export type SyncedDesk = Awaited<ReturnType<ReturnType<typeof aServerForEachTest>['aSyncedDesk']>>;

/** A server with a client, an engagement and a task for each test of a file, and desks that are up to date with it. */
export function aServerForEachTest() {
  let server: FirmServer;
  beforeEach(async () => {
    server = await startFirmServer();
    await server.write([
      { table: 'clients', recordId: 'c-1', data: { name: 'Nordwind' } },
      { table: 'engagements', recordId: 'e-1', data: { title: 'Audit', clientId: 'c-1' } },
      { table: 'tasks', recordId: 't-1', data: { title: 'Call', engagementId: 'e-1', minutesSpent: 10 } },
    ]);
  });
  afterEach(() => server.dispose());
  return {
    server: () => server,
    /** A desk whose network the test can tamper with. */
    async aSyncedDesk(name = 'ana', settings: Partial<DeskSettings> = {}) {
      const network = createTamperingFetch();
      const desk = await aDesk(name, { server, fetch: network.fetch, ...settings });
      onTestFinished(() => desk.dispose());
      await desk.syncWell();
      return { ...desk, network };
    },
  };
}
