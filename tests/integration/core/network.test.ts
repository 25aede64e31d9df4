import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { aDesk, type TestDesk } from '../../support/desk.ts';
import { type FirmServer, seedRecords, startFirmServer } from '../../support/firm-server.ts';
import { createTcpProxy, type Fault, type TcpProxy } from '../../support/tcp-proxy.ts';

const DEADLINE_MS = 700;

let server: FirmServer;
let wire: TcpProxy;
let desk: TestDesk;

beforeEach(async () => {
  server = await startFirmServer();
  await server.write(seedRecords(40, 'clients', { notes: 'A line of notes that takes some room. '.repeat(20) }));
  wire = await createTcpProxy(server.url);
  desk = await aDesk('ana', { server: wire, callDeadlineMs: DEADLINE_MS });
  await desk.syncWell();
  desk.save('clients', 'update', 'c-000001', { city: 'Kiel' });
  for (let index = 0; index < 20; index += 1) {
    desk.save('clients', 'insert', `n-${index}`, { name: `New ${index}`, notes: crypto.randomUUID().repeat(20) });
  }
  await server.write([
    { table: 'clients', recordId: 'theirs', data: { name: 'Theirs', notes: crypto.randomUUID().repeat(50) } },
  ]);
});
afterEach(async () => {
  await desk.dispose();
  await wire.dispose();
  await server.dispose();
});

/** Both sides hold all of it, once. */
async function expectAllArrived(): Promise<void> {
  wire.set({ kind: 'none' });
  await desk.syncWell();
  const witness = await aDesk('ben', { server });
  onTestFinished(() => witness.dispose());
  await witness.syncWell();
  expect(witness.operations.countRecords()).toMatchObject({ clients: 61 });
  expect(witness.visible('clients', 'c-000001')).toMatchObject({ city: 'Kiel' });
  expect(desk.shadows()).toEqual(witness.shadows());
  expect(desk.desk.status().display.kind).toBe('upToDate');
  desk.expectFold();
}

describe('a real engine and a real server over a network', () => {
  it.each<[string, Fault, string]>([
    ['that drops every connection', { kind: 'drop' }, 'network.failed'],
    ['that resets in the middle of an answer', { kind: 'reset', afterBytes: 300 }, 'network.failed'],
    ['that resets before an answer', { kind: 'reset', afterBytes: 0 }, 'network.failed'],
    ['that is half open', { kind: 'halfOpen' }, 'network.timeout'],
    ['that ends an answer in its middle', { kind: 'truncate', afterBytes: 500 }, 'network.failed'],
    ['that is slower than the deadline', { kind: 'delay', delayMs: 3 * DEADLINE_MS }, 'network.timeout'],
    ['that trickles', { kind: 'throttle', bytes: 16, everyMs: 20 }, 'network.timeout'],
  ])('%s fail a run in time, lose nothing, and recover', async (_case, fault, code) => {
    wire.set(fault);
    const report = await desk.sync();
    expect(report.error?.code).toBe(code);
    expect(report.durationMs).toBeLessThan(10 * DEADLINE_MS);
    expect(desk.desk.status().regions.counts.pending).toBe(21);
    desk.expectFold();
    await expectAllArrived();
  });

  it('that is slow but within the timeout works', async () => {
    wire.set({ kind: 'delay', delayMs: 20 });
    await desk.syncWell();
    await expectAllArrived();
  });

  it('that delivers every request twice applies each change once', async () => {
    desk.save('clients', 'update', 'c-000002', { tags: ['vip'] });
    wire.set({ kind: 'duplicate' });
    await desk.sync();
    await expectAllArrived();
    const activity = await desk.operations.getActivity('clients', 'c-000001', undefined);
    expect(activity.entries.filter(({ fields }) => fields.city?.to === 'Kiel')).toHaveLength(1);
  });

  it('that fails in every way, one after the other, delivers everything', async () => {
    const faults: Fault[] = [
      { kind: 'reset', afterBytes: 900 },
      { kind: 'truncate', afterBytes: 700 },
      { kind: 'duplicate' },
      { kind: 'reset', afterBytes: 0 },
      { kind: 'drop' },
      { kind: 'halfOpen' },
    ];
    for (const [index, fault] of faults.entries()) {
      wire.set(fault);
      desk.save('clients', 'update', 'c-000003', { phone: `+49 ${index}` });
      await desk.sync();
      desk.expectFold();
    }
    await expectAllArrived();
    expect(desk.visible('clients', 'c-000003')).toMatchObject({ phone: '+49 5' });
  });
});
