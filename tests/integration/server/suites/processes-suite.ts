import { describe, expect, it } from 'vitest';
import type { ServerRecord } from '#app/contract/protocol.ts';
import { insertClient, update } from '../../../../server/conformance/changes.ts';
import { signInDevice, type TestDevice } from '../../../../server/conformance/device.ts';
import { createHttpClient } from '../../../../server/conformance/http-client.ts';
import { startServer } from '../../../../server/server.ts';
import { openStorage } from '../../../../server/storage/open.ts';
import { systemIds } from '../../../../server/system.ts';
import { aDesk } from '../../../support/desk.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { openEvents } from '../support/next-event.ts';
import type { PostgresCluster } from '../support/postgres-cluster.ts';
import { startServerOnPostgres } from '../support/server-on-postgres.ts';
import { createTestFirm, PASSWORD, testPasswords } from '../support/test-server.ts';

export function describeProcesses(cluster: () => PostgresCluster): void {
  describe('several processes', () => {
    it('serve one firm together, wake each other’s desks, and lose nothing when one is killed', async () => {
      const url = await cluster().createDatabase();
      const servers = await Promise.all([startServerOnPostgres(url), startServerOnPostgres(url)]);
      const [first, second] = servers;
      if (!first || !second) throw new Error('No servers.');
      const storage = await openStorage({ db: '', postgres: url }, quietLog);
      const credentials = { email: (await createTestFirm(storage)).email, password: PASSWORD };
      await storage.dispose();
      const [onFirst, onSecond] = [createHttpClient(first.url), createHttpClient(second.url)];
      const ana = await signInDevice(onFirst, credentials, { name: 'ana' });
      const ben = await signInDevice(onSecond, credentials, { name: 'ben' });
      const id = systemIds.next();

      // A commit through one process wakes a desk on the other.
      const events = await openEvents(second.url, ben.session.token);
      const made = await ana.pushOne(insertClient(id, { name: 'A', city: 'C' }));
      await events.reach(made.version ?? 0);
      events.close();
      expect((await ben.pull()).map((record) => record.recordId)).toContain(id);

      // One is killed during a round; its desk continues at the other.
      const seen = { base: { name: 'A' }, baseVersion: made.version ?? 0 };
      const change = update('clients', id, { name: 'Ana' }, seen);
      const lost = ana.lostRound({ changes: [change] }).catch(() => undefined);
      await first.kill();
      await lost;
      ana.goTo(onSecond);
      const [ack] = await ana.push(change);
      expect(['applied', 'duplicate']).toContain(ack?.outcome);
      await ben.pushOne(
        update('clients', id, { city: 'Ben' }, { base: { city: 'C' }, baseVersion: made.version ?? 0 }),
      );
      expect(await stateOf(ana)).toEqual(await stateOf(ben));
      expect(await second.stop()).toBe(0);
    });

    it('serve desks on both, one is killed while all of them push, and all converge', async () => {
      const url = await cluster().createDatabase();
      const [first, second] = await Promise.all([startServerOnPostgres(url), startServerOnPostgres(url)]);
      const storage = await openStorage({ db: '', postgres: url }, quietLog);
      const { email } = await createTestFirm(storage);
      await storage.dispose();
      const lines = [first, second, first, second].map((server) => ({ url: server.url }));
      const desks = await Promise.all(lines.map((server, index) => aDesk(`desk ${index}`, { server, email })));
      const shared = systemIds.next();
      const [founder] = desks;
      founder?.save('clients', 'insert', shared, { name: 'Shared', tags: [] });
      await founder?.syncWell();
      for (const desk of desks) await desk.syncWell();

      let saved = 0;
      function saveTen(desk: (typeof desks)[number], name: string): void {
        for (let count = 0; count < 9; count += 1) desk.save('clients', 'insert', systemIds.next(), { name });
        desk.save('clients', 'update', shared, { tags: [name] });
        saved += 10;
      }
      for (let round = 0; round < 4; round += 1) {
        for (const [index, desk] of desks.entries()) saveTen(desk, `${index}-${round}`);
        const syncing = Promise.all(desks.map((desk) => desk.sync()));
        if (round === 2) {
          await first.kill();
          for (const line of lines) line.url = second.url;
        }
        await syncing;
      }
      expect(saved).toBeGreaterThanOrEqual(100);
      for (let pass = 0; pass < 2; pass += 1) for (const desk of desks) await desk.syncWell();

      const [expected] = desks.map((desk) => desk.shadows());
      expect(expected?.clients).toHaveLength(1 + 4 * 4 * 9);
      for (const desk of desks) {
        expect(desk.shadows()).toEqual(expected);
        expect(desk.desk.status().regions.counts).toMatchObject({ pending: 0, parked: 0 });
        // Each put its newest tag in the place of its last one; nobody took another's.
        expect(JSON.stringify(desk.visible('clients', shared)?.tags)).toMatch(/^(?=.*0-3)(?=.*1-3)(?=.*2-3)(?=.*3-3)/);
        desk.expectFold();
        await desk.dispose();
      }
      expect(await second.stop()).toBe(0);
    });

    it('wake desks again after the connection to PostgreSQL broke', async () => {
      const url = await cluster().createDatabase();
      const [ours, theirs] = await Promise.all([0, 1].map(() => openStorage({ db: '', postgres: url }, quietLog)));
      if (!ours || !theirs) throw new Error('No storage.');
      const { email } = await createTestFirm(ours);
      const server = await startServer(
        { storage: ours, log: quietLog, passwords: testPasswords },
        { host: '127.0.0.1', port: 0 },
      );
      const device = await signInDevice(createHttpClient(server.url), { email, password: PASSWORD }, { name: 'ana' });
      const events = await openEvents(server.url, device.session.token);
      await device.pushOne(insertClient(systemIds.next()));
      await cluster().dropConnections(url);
      // Committed by another process while this one was not listening.
      const other = await startServer(
        { storage: theirs, log: quietLog, passwords: testPasswords },
        { host: '127.0.0.1', port: 0 },
      );
      device.goTo(createHttpClient(other.url));
      const change = insertClient(systemIds.next());
      const ack = await untilAvailable(() => device.pushOne(change));
      await events.reach(ack.version ?? 0);
      events.close();
      await server.close();
      await other.close();
      await Promise.all([ours.dispose(), theirs.dispose()]);
    });
  });
}

/** Connections that were dropped answer 503 once; the next attempt finds a fresh one. */
async function untilAvailable<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tries >= 20) throw error;
    }
  }
}

/** Everything the device is given from the beginning. */
async function stateOf(device: TestDevice): Promise<ServerRecord[]> {
  device.setCursor(0);
  const byId = new Map((await device.pull(2)).map((record) => [record.recordId, record]));
  return [...byId.values()];
}
