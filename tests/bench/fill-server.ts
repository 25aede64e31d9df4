import type { SeedRecord } from '../support/firm-server.ts';
import { seedRecords, startFirmServer } from '../support/firm-server.ts';

// A server of its own process with as many records as asked for; prints its address when it is ready, and ends with its parent.
const count = Number(process.argv[2]);
const server = await startFirmServer();
const clients = seedRecords(Math.ceil(count / 10), 'clients', {
  city: 'Kiel',
  email: 'office@nordwind.test',
  tags: ['vip'],
});
const engagements = seedRecords(Math.ceil(count / 5), 'engagements', {
  clientId: 'c-000001',
  period: '2025',
  fee: 250_000,
});
const tasks = seedRecords(count - clients.length - engagements.length, 'tasks', {
  engagementId: 'e-000001',
  dueDate: '2026-03-31',
});
await server.write([...clients, ...engagements, ...tasks.map(withNotes)]);
process.stdout.write(`listening on ${server.url}\n`);
process.stdin.on('end', () => process.exit(0)).resume();

function withNotes(record: SeedRecord, index: number): SeedRecord {
  return {
    ...record,
    data: { ...record.data, notes: `Called about item ${index}; they will send the papers. `.repeat(4) },
  };
}
