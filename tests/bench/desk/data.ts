import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSampleRandom } from '#app/sample/random.ts';
import { type SampleRecord, sampleRecords } from '#app/sample/records.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import { indexRows } from '#app/store/search-index.ts';
import { sortKeysOf } from '#app/store/sort-keys.ts';
import { clientMigrations } from '../../support/client-migrations.ts';
import { quietLog } from '../../support/quiet-log.ts';

const SEED = 7;
/** Nobody answers here, so nothing but the desk itself is measured. */
const SERVER = 'http://127.0.0.1:9';
const PEOPLE = [
  { id: 'p-ana', name: 'Ana Berger', email: 'ana@bench.test', role: 'owner', active: true },
  { id: 'p-ben', name: 'Ben Okafor', email: 'ben@bench.test', role: 'staff', active: true },
] as const;

/** The folder of a desk that has `count` records, all of them uploaded, and a person signed in. */
export async function writeFullDesk(folder: string, count: number): Promise<void> {
  const connection = openConnection({
    file: path.join(folder, 'ferry.db'),
    migrations: readMigrations(clientMigrations),
    log: quietLog,
  });
  const nowMs = Date.now();
  const put = Object.fromEntries(
    ferrySchema.entities.map(({ table }) => [
      table,
      connection.prepare(
        `INSERT INTO cached_${table} (id, data, shadow, version, sort_keys) VALUES (?, ?, json_set(?, '$.data', json(?)), ?, ?)`,
      ),
    ]),
  );
  const shadow = JSON.stringify({
    data: {},
    deleted: false,
    stamps: { '+': { version: 1, device: 'x' } },
    by: '',
    at: 0,
  });
  connection.transaction(() => {
    for (const [index, { table, recordId, data }] of manyRecords(count, nowMs).entries()) {
      const entity = ferrySchema.entity(table);
      const json = JSON.stringify(data);
      put[table]?.run(recordId, json, shadow, json, index + 1, entity ? sortKeysOf(entity, data) : '{}');
    }
    for (const entity of ferrySchema.entities) connection.prepare(indexRows(entity)).run();
    const remember = connection.prepare('INSERT INTO sync_state (key, value) VALUES (?, ?)');
    remember.run('owner', JSON.stringify({ server: SERVER, firmId: 'bench' }));
    remember.run('personId', JSON.stringify(PEOPLE[0].id));
    remember.run('lastFullPullAt', String(nowMs));
  })();
  connection.close();
  const { active: _active, ...person } = PEOPLE[0];
  const session = { server: SERVER, person, firm: { id: 'bench', name: 'Bench & Partners' }, people: PEOPLE };
  await writeJson('session.json', { session: { ...session, role: 'owner', isRemembered: false }, rotatedAtMs: nowMs });
  await writeJson('settings.json', { seenAt: nowMs, language: 'en', appearance: 'light', automaticBackups: false });

  function writeJson(name: string, value: unknown): Promise<void> {
    return writeFile(path.join(folder, name), JSON.stringify(value));
  }
}

/** The sample firm over and over, each with ids of its own. */
function manyRecords(count: number, nowMs: number): SampleRecord[] {
  const random = createSampleRandom(SEED);
  const records: SampleRecord[] = [];
  while (records.length < count) records.push(...sampleRecords(random, [PEOPLE[0].id, PEOPLE[1].id], nowMs));
  return records.slice(0, count);
}
