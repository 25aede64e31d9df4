import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertClient, update } from '../../../server/conformance/changes.ts';
import { backup } from '../../../server/maintenance/backup.ts';
import { restore } from '../../../server/maintenance/restore.ts';
import { systemClock, systemIds } from '../../../server/system.ts';
import { joinCore } from './support/core-device.ts';
import { readTable } from './support/read-table.ts';
import { memorySqlite, startService } from './support/test-server.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ferry-backup-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function repacked(whole: Buffer, change: (lines: string[]) => string[]): Buffer {
  const lines = gunzipSync(whole).toString().trimEnd().split('\n');
  return gzipSync(`${change(lines).join('\n')}\n`);
}

const newerFormat = ([header = '', ...rows]: string[]) => [header.replace('"version":2', '"version":3'), ...rows];

const options = { clock: systemClock, ids: systemIds, replace: false };

describe('a backup', () => {
  it('restores every record, begins a new epoch, and desks re-offer what it lacked', async () => {
    const file = path.join(folder, 'full.gz');
    const storage = await memorySqlite();
    const { service, session } = await startService(storage);
    const device = await joinCore(service, session());
    const made = await device.pushOne(insertClient(systemIds.next(), { name: 'A' }));
    await backup(storage, file, systemClock);
    const seen = { base: { name: 'A' }, baseVersion: made.version ?? 0 };
    const late = update('clients', made.record?.recordId ?? '', { name: 'After the backup' }, seen);
    const lateAck = await device.pushOne(late);

    await restore(storage, file, { ...options, replace: true });
    const answer = await device.round();
    expect(answer).toMatchObject({ reset: 'epoch', epochSeq: made.version });
    const offered = await device.pushOne({ ...late, origin: lateAck.version ?? 0 });
    expect(offered.outcome).toBe('applied');
    expect(offered.record?.data.name).toBe('After the backup');
    await storage.dispose();
  });

  it('of more rows than are read at once loses none', async () => {
    const file = path.join(folder, 'large.gz');
    const [from, to] = [await memorySqlite(), await memorySqlite()];
    const { service, session } = await startService(from);
    const device = await joinCore(service, session());
    for (let batch = 0; batch < 11; batch += 1) {
      await device.push(...Array.from({ length: 100 }, () => insertClient(systemIds.next())));
    }
    await backup(from, file, systemClock);
    await restore(to, file, options);
    const { service: restored } = await startService(to);
    expect(await readTable(restored, device.session, 'clients')).toEqual(
      await readTable(service, device.session, 'clients'),
    );
    await Promise.all([from.dispose(), to.dispose()]);
  });

  it('made by an older server is restored, though it lacks newer columns', async () => {
    const file = path.join(folder, 'made-before.gz');
    const [from, to] = [await memorySqlite(), await memorySqlite()];
    const { service, session } = await startService(from);
    const device = await joinCore(service, session());
    await device.pushOne(insertClient(systemIds.next()));
    await backup(from, file, systemClock);
    const lines = gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split('\n');
    const older = lines.slice(0, -1).map((line, index) => {
      if (index === 0) return line.replace('"version":2', '"version":1');
      const [table, values] = JSON.parse(line);
      const newColumns = table === 'firms' ? 1 : table === 'devices' ? 2 : 0;
      return newColumns === 0 ? line : JSON.stringify([table, values.slice(0, -newColumns)]);
    });
    expect(older).not.toEqual(lines);
    await writeFile(file, gzipSync(older.join('\n')));

    expect(await restore(to, file, options)).toMatchObject({ firms: 1 });
    const { service: restored } = await startService(to);
    expect(await readTable(restored, device.session, 'clients')).toHaveLength(1);
    await Promise.all([from.dispose(), to.dispose()]);
  });

  it('does not overwrite a file', async () => {
    const file = path.join(folder, 'precious.gz');
    await writeFile(file, 'precious');
    const storage = await memorySqlite();
    await expect(backup(storage, file, systemClock)).rejects.toThrow(/EEXIST/);
    await storage.dispose();
  });

  it('replaces no firm unless forced', async () => {
    const file = path.join(folder, 'other.gz');
    const storage = await memorySqlite();
    await startService(storage);
    await backup(storage, file, systemClock);
    await expect(restore(storage, file, options)).rejects.toThrow(/--replace/);
    await storage.dispose();
  });

  it.each<[string, (whole: Buffer) => Buffer | undefined, RegExp]>([
    ['not there', () => undefined, /ENOENT/],
    ['empty', () => Buffer.of(), /unexpected end of file|not a backup/],
    ['something else', () => Buffer.from('no backup'), /incorrect header/],
    ['something else, packed', () => gzipSync('no backup'), /not a backup of a Ferry server/],
    ['nothing, packed', () => gzipSync(''), /not a backup of a Ferry server/],
    ['cut short', (whole) => whole.subarray(0, -20), /unexpected end of file/],
    ['cut at a line and packed again', (whole) => repacked(whole, (lines) => lines.slice(0, -2)), /not whole/],
    ['lacking a row', (whole) => repacked(whole, (lines) => lines.toSpliced(-2, 1)), /not whole/],
    [
      'going on after its end',
      (whole) => repacked(whole, (lines) => [...lines, ...lines.slice(1, 2)]),
      /after its end/,
    ],
    ['made by a newer server', (whole) => repacked(whole, newerFormat), /not a backup of a Ferry server/],
  ])('is refused, and the data unchanged, if the file is %s', async (name, spoil, complaint) => {
    const file = path.join(folder, `${name}.gz`);
    const storage = await memorySqlite();
    const { service, session } = await startService(storage);
    const device = await joinCore(service, session());
    await device.push(insertClient(systemIds.next()), insertClient(systemIds.next()));
    await backup(storage, file, systemClock);
    const spoilt = spoil(await readFile(file));
    if (spoilt === undefined) await rm(file);
    else await writeFile(file, spoilt);
    await expect(restore(storage, file, { ...options, replace: true })).rejects.toThrow(complaint);
    expect(await readTable(service, device.session, 'clients')).toHaveLength(2);
    expect((await device.pushOne(insertClient(systemIds.next()))).outcome).toBe('applied');
    await storage.dispose();
  });
});
