import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { insertClient } from '../../../../server/conformance/changes.ts';
import { createSyncService } from '../../../../server/core/sync-service.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemClock, systemIds, yieldToLoop } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { takeNumbersCarelessly } from '../support/careless-sequence.ts';
import { joinCore } from '../support/core-device.ts';
import { createTestFirm, type TestFirm } from '../support/test-server.ts';

const PUSHERS = 4;
const PULLERS = 4;
const BATCHES = 12;
const BATCH_SIZE = 5;

type Open = () => Database[];

/** Several processes on one database, as far as the database sees: each `open` is a connection of its own. */
export function describeSequence(open: Open): void {
  describe('sequence', () => {
    it('never lets a cursor pass an uncommitted sequence, with concurrent pushes and pulls', async () => {
      const { written, seen } = await pushAndPullAtOnce(open(), await firmOf(open()));
      for (const each of seen) expect(each).toEqual(written);
      const versions = [...written.values()].sort((a, b) => a - b);
      expect(versions).toEqual(Array.from({ length: PUSHERS * BATCHES * BATCH_SIZE }, (_, index) => index + 1));
    });
  });
}

/** The test above can fail. */
export function describeCarelessSequence(open: Open): void {
  describe('a plain PostgreSQL sequence', () => {
    it('lets a cursor pass an uncommitted sequence, which the check detects', async () => {
      const firm = await firmOf(open());
      const { written, seen } = await pushAndPullAtOnce(await takeNumbersCarelessly(open()), firm);
      expect(seen.some((each) => each.size < written.size)).toBe(true);
    });
  });
}

async function firmOf([storage]: Database[]): Promise<TestFirm> {
  if (!storage) throw new Error('No storage.');
  return createTestFirm(storage);
}

/** Record → version, as answered to the pushers and as each puller saw it. */
async function pushAndPullAtOnce(storages: readonly Database[], { firmId, ownerId: personId }: TestFirm) {
  const services = storages.map((storage) =>
    createSyncService({ storage, schema: ferrySchema, clock: systemClock, ids: systemIds, log: quietLog, yieldToLoop }),
  );
  const join = (index: number) => {
    const service = services[index % services.length];
    if (!service) throw new Error('No service.');
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
  return { written, seen: await Promise.all(pulling) };
}
