import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { insertClient } from '../../../../server/conformance/changes.ts';
import { createSyncService } from '../../../../server/core/sync-service.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemClock, systemIds } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { joinCore } from '../support/core-device.ts';
import { startService } from '../support/test-server.ts';

const PUSHERS = 4;
const PULLERS = 4;
const BATCHES = 12;
const BATCH_SIZE = 5;

/** Several processes on one database, as far as the database can tell: each `open` is a connection of its own. */
export function describeSequence(open: () => Database[]): void {
  describe('sequence', () => {
    it('never lets a cursor pass a commit that is still to come, with pushers and pullers at once', async () => {
      const storages = open();
      const [first] = storages;
      if (!first) throw new Error('No storage.');
      const { firm } = await startService(first);
      const services = storages.map((storage) =>
        createSyncService({ storage, schema: ferrySchema, clock: systemClock, ids: systemIds, log: quietLog }),
      );
      const join = (index: number) => {
        const service = services[index % services.length];
        if (!service) throw new Error('No service.');
        const { firmId, ownerId: personId } = firm;
        return joinCore(service, { firmId, personId, role: 'owner', deviceId: systemIds.next() });
      };
      const pushers = await Promise.all(Array.from({ length: PUSHERS }, (_, index) => join(index)));
      const pullers = await Promise.all(Array.from({ length: PULLERS }, (_, index) => join(index)));
      const written = new Map<string, number>();
      let isPushing = true;

      const pushing = Promise.all(
        pushers.map(async (pusher) => {
          for (let batch = 0; batch < BATCHES; batch += 1) {
            const changes = Array.from({ length: BATCH_SIZE }, () => insertClient(systemIds.next()));
            for (const ack of await pusher.push(...changes)) written.set(ack.record?.recordId ?? '', ack.version ?? 0);
          }
        }),
      ).finally(() => {
        isPushing = false;
      });
      const pulling = pullers.map(async (puller, index) => {
        const seen = new Map<string, number>();
        const pull = async () => {
          for (const { recordId, version } of await puller.pull(3 + index)) seen.set(recordId, version);
        };
        // Requests of real desks arrive between turns of the loop; without one, timers would starve.
        for (; isPushing; await setImmediate()) await pull();
        await pull();
        return seen;
      });

      await pushing;
      for (const seen of await Promise.all(pulling)) expect(seen).toEqual(written);
      const versions = [...written.values()].sort((a, b) => a - b);
      expect(versions).toEqual(Array.from({ length: PUSHERS * BATCHES * BATCH_SIZE }, (_, index) => index + 1));
    });
  });
}
