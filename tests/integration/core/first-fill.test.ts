import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import type { Transport } from '#app/transport/transport.ts';
import { aDesk, type DeskSettings, type TestDesk } from '../../support/desk.ts';
import { type FirmServer, seedRecords, startFirmServer } from '../../support/firm-server.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CLIENTS = 1050;
const ENGAGEMENTS = 40;
const TABLES = ferrySchema.entities.length;
/** One page of one record per table first, then 500 records per page: three of clients, one of each other table. */
const PAGES = TABLES + 3 + (TABLES - 1);

let server: FirmServer;

beforeAll(async () => {
  server = await startFirmServer();
  await server.write(seedRecords(CLIENTS));
  await server.write(seedRecords(ENGAGEMENTS, 'engagements', { clientId: 'c-000001' }));
});
afterAll(() => server.dispose());

async function aTestDesk(name: string, settings: Partial<DeskSettings> = {}) {
  const desk = await aDesk(name, { server, ...settings });
  onTestFinished(() => desk.dispose());
  return desk;
}

const storedRecords = ({ operations }: TestDesk): number =>
  Object.values(operations.countRecords() as Record<string, number>).reduce((sum, count) => sum + count, 0);

const silent = (transport: Transport): Transport => ({ ...transport, subscribe: () => () => undefined });

describe('the first fill', () => {
  it('downloads everything, in pages, with progress, and ends up to date', async () => {
    const progress: [number, number][] = [];
    const desk = await aTestDesk('ana');
    desk.desk.onStatus(({ display }) => {
      if (display.kind === 'filling') progress.push([display.done, display.total]);
    });
    const report = await desk.syncWell();
    expect(desk.operations.countRecords()).toMatchObject({ clients: CLIENTS, engagements: ENGAGEMENTS, tasks: 0 });
    expect(report).toMatchObject({ error: null, pulledCount: CLIENTS + ENGAGEMENTS });
    expect(desk.desk.status().display.kind).toBe('upToDate');
    for (const [done, total] of progress) expect([done <= total, total]).toEqual([true, CLIENTS + ENGAGEMENTS]);
    desk.expectFold();
  });

  it('resumes after the computer was switched off at any page', async () => {
    for (let pagesBefore = 0; pagesBefore <= PAGES; pagesBefore += 1) {
      const folder = temporaryFolder();
      const file = path.join(folder, 'ferry.db');
      let pages = 0;
      let delivered = 0;
      const first = await aTestDesk('before', {
        file,
        callDeadlineMs: 60_000,
        wrap: (transport) => ({
          ...silent(transport),
          async snapshot(query, options) {
            if (pages++ >= pagesBefore) return new Promise(() => undefined);
            const result = await transport.snapshot(query, options);
            if (result.ok && query.limit !== 1) delivered += result.value.records.length;
            return result;
          },
        }),
      });
      void first.sync();
      const isStuck = () => pages > pagesBefore && storedRecords(first) === delivered;
      const isFilled = () => first.desk.status().display.kind === 'upToDate';
      await expect.poll(() => isStuck() || isFilled(), { interval: 5, timeout: 20_000 }).toBe(true);

      const after = path.join(folder, 'after.db');
      for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, after + suffix);
      let fetchedAgain = 0;
      const second = await aTestDesk('after', {
        file: after,
        wrap: (transport) => ({
          ...silent(transport),
          snapshot: (query, options) => {
            fetchedAgain += 1;
            return transport.snapshot(query, options);
          },
        }),
      });
      await second.syncWell();
      expect(second.operations.countRecords()).toMatchObject({ clients: CLIENTS, engagements: ENGAGEMENTS, tasks: 0 });
      expect(second.desk.status().display.kind).toBe('upToDate');
      // The first page of each table only counts records and pins the sequence; later pages are never fetched twice.
      const isPinned = pagesBefore >= TABLES;
      expect(fetchedAgain).toBe(isPinned ? PAGES - Math.min(pagesBefore, PAGES) : PAGES);
      second.expectFold();
    }
  });

  it('allows work while it runs: downloaded records can be edited, found and uploaded', async () => {
    const other = await aTestDesk('ben');
    await other.syncWell();
    let pages = 0;
    const work: string[] = [];
    const desk = await aTestDesk('ana', {
      wrap: (transport) => ({
        ...silent(transport),
        async snapshot(query, options) {
          pages += 1;
          // Two pages of clients are stored when the third is requested.
          if (pages === TABLES + 3) {
            desk.save('clients', 'update', 'c-000003', { city: 'Kiel' });
            desk.save('clients', 'insert', 'c-new', { name: 'Made during the fill' });
            const hits = desk.operations.searchRecords('made during', 5);
            if (!(hits instanceof Promise)) work.push(...hits.map(({ id }) => id));
          }
          return transport.snapshot(query, options);
        },
      }),
    });
    const report = await desk.syncWell();
    expect(work).toEqual(['c-new']);
    expect(report.syncedCount).toBe(2);
    await other.syncWell();
    expect(other.visible('clients', 'c-000003')).toMatchObject({ city: 'Kiel' });
    expect(other.visible('clients', 'c-new')).toBeDefined();
    expect(desk.shadows()).toEqual(other.shadows());
    desk.expectFold();
  });

  it('continues with the feed from its pinned sequence: concurrent writes of others arrive too', async () => {
    const other = await aTestDesk('ben');
    await other.syncWell();
    let pages = 0;
    const desk = await aTestDesk('ana', {
      wrap: (transport) => ({
        ...silent(transport),
        async snapshot(query, options) {
          pages += 1;
          if (pages === TABLES + 2) {
            other.save('clients', 'update', 'c-000001', { city: 'Early page' });
            other.save('clients', 'update', 'c-001049', { city: 'Late page' });
            other.save('clients', 'delete', 'c-001040');
            other.save('clients', 'insert', 'c-0000005', { name: 'Between pages' });
            await other.syncWell();
          }
          return transport.snapshot(query, options);
        },
      }),
    });
    await desk.syncWell();
    expect(desk.visible('clients', 'c-000001')).toMatchObject({ city: 'Early page' });
    expect(desk.visible('clients', 'c-001040')).toBeUndefined();
    expect(desk.shadows()).toEqual(other.shadows());
    expect(desk.desk.status().display.kind).toBe('upToDate');
    desk.expectFold();
  });
});
