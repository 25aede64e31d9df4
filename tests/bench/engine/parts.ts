import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ferrySchema, type RecordData, withInitialValues } from '#app/schema/index.ts';
import { aDesk } from '../../support/desk.ts';
import { type SeedRecord, startFirmServer } from '../../support/firm-server.ts';
import { type BareRecord, openBareEngine, startBareServer } from './bare-engine.ts';
import type { Round } from './figure.ts';

const clients = ferrySchema.entities[0] as (typeof ferrySchema.entities)[number];
const FIELDS = Object.keys(clients.fields);
const CITIES = ['Berlin', 'Hamburg', 'Wien', 'Graz', 'Basel'];
const WORDS = 'met at trade fair, prefers morning calls; invoice by post; asked for a second offer in spring';
const TRANSACTION = 100;
const PAGE = 200;

/** A client as a firm has them, about 400 bytes as JSON. */
function record(index: number, notes = WORDS): BareRecord {
  const data: RecordData = {
    name: `Client ${index} Holding GmbH`,
    email: `office${index}@client-${index % 997}.example`,
    phone: `+49 30 ${1_000_000 + index}`,
    city: CITIES[index % CITIES.length] ?? '',
    notes,
  };
  return { id: `c-${String(index).padStart(8, '0')}`, data: withInitialValues(clients, data) };
}

const records = (count: number): BareRecord[] => Array.from({ length: count }, (_, index) => record(index));
const seedOf = ({ id, data }: BareRecord): SeedRecord => ({ table: 'clients', recordId: id, data });
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Processor time of this process, ms: of both sides, since the servers run in it; waiting for the disk is not in it. */
async function processorMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function inFolder<T>(work: (file: (name: string) => string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-bench-'));
  try {
    return await work((name) => path.join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Edits saved one by one, each durable, or by hundreds in a transaction. */
export function savingRound(count: number, kind: 'each' | 'hundreds'): Promise<Round> {
  return inFolder(async (file) => {
    const server = await startFirmServer();
    const desk = await aDesk('bench', { server, file: file('ferry.db') });
    const bare = openBareEngine(file('bare.db'), FIELDS);
    const edits = records(count);
    const groups = Array.from({ length: count / TRANSACTION }, (_, index) =>
      edits.slice(index * TRANSACTION, (index + 1) * TRANSACTION),
    );
    const change = ({ id: recordId, data }: BareRecord) => ({
      table: 'clients',
      operation: 'insert' as const,
      recordId,
      data,
    });
    const ferry = await processorMs(async () => {
      if (kind === 'hundreds') for (const group of groups) await desk.operations.queueChanges(group.map(change));
      else for (const { id, data } of edits) await desk.save('clients', 'insert', id, data);
    });
    const limit = await processorMs(async () => {
      // A turn of the loop after each, as each comes in a message of its own.
      const saves =
        kind === 'each' ? edits.map((edit) => () => bare.save(edit)) : groups.map((group) => () => bare.saveAll(group));
      for (const save of saves) {
        save();
        await turn();
      }
    });
    bare.close();
    await desk.dispose();
    await server.dispose();
    return { ferry, bare: limit };
  });
}

/** From pending to acknowledged, over HTTP on this computer. */
export function drainRound(count: number): Promise<Round> {
  return inFolder(async (file) => {
    const server = await startFirmServer({ file: file('server.db') });
    const desk = await aDesk('bench', { server, file: file('ferry.db') });
    await desk.syncWell();
    for (const { id, data } of records(count)) await desk.save('clients', 'insert', id, data);
    const ferry = await processorMs(() => desk.syncWell());
    await desk.dispose();
    await server.dispose();

    const bareServer = await startBareServer(file('bare-server.db'));
    const bare = openBareEngine(file('bare.db'), FIELDS);
    bare.saveAll(records(count));
    const limit = await processorMs(async () => {
      for (let rows = bare.next(); rows.length > 0; rows = bare.next()) {
        const response = await fetch(`${bareServer.url}/push`, { method: 'POST', body: JSON.stringify(rows) });
        bare.markSynced((await response.json()) as number[]);
      }
    });
    bare.close();
    bareServer.stop();
    return { ferry, bare: limit };
  });
}

export interface FillRounds {
  fill: Round;
  /** A hundred records changed by somebody else. */
  trickle: Round;
  /** Bytes of the file. */
  size: Round;
}

/** Records of a firm into an empty desk until they are listed and found, and then a little news. */
export function fillRound(count: number): Promise<FillRounds> {
  return inFolder(async (file) => {
    const news = Array.from({ length: TRANSACTION }, (_, index) => record(index * 7, `${WORDS}; called`));
    const server = await startFirmServer({ file: file('server.db') });
    await server.write(records(count).map(seedOf));
    const desk = await aDesk('bench', { server, file: file('ferry.db') });
    const ferryFill = await processorMs(() => desk.syncWell());
    const { total } = await desk.operations.listRecords(
      'clients',
      { filters: [], search: 'holding', sort: null },
      { limit: 1 },
    );
    if (total !== count) throw new Error(`${total} of ${count} records are found.`);
    await server.write(
      news.map(({ id, data }) => ({ table: 'clients', recordId: id, data: { notes: data.notes ?? '' } })),
      'update',
    );
    const ferryTrickle = await processorMs(() => desk.syncWell());
    await desk.dispose();
    await server.dispose();

    const bareServer = await startBareServer(file('bare-server.db'));
    bareServer.seed(records(count));
    const bare = openBareEngine(file('bare.db'), FIELDS);
    let cursor = 0;
    const pull = async (): Promise<void> => {
      for (;;) {
        const response = await fetch(`${bareServer.url}/pull?after=${cursor}&limit=${PAGE}`);
        const page = (await response.json()) as { cursor: number; records: BareRecord[] };
        if (page.records.length === 0) return;
        bare.apply(page.records, page.cursor);
        cursor = page.cursor;
      }
    };
    const bareFill = await processorMs(pull);
    bareServer.seed(news);
    const bareTrickle = await processorMs(pull);
    bare.close();
    bareServer.stop();
    const bytes = (name: string): number => statSync(file(name)).size;
    return {
      fill: { ferry: ferryFill, bare: bareFill },
      trickle: { ferry: ferryTrickle, bare: bareTrickle },
      size: { ferry: bytes('ferry.db'), bare: bytes('bare.db') },
    };
  });
}
