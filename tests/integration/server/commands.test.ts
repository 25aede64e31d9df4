import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccounts } from '../../../server/auth/accounts.ts';
import { createSessions } from '../../../server/auth/sessions.ts';
import { createSignInThrottle } from '../../../server/auth/throttle.ts';
import { runCommand } from '../../../server/cli/command.ts';
import { complaintOf } from '../../../server/cli/complaint.ts';
import { commands } from '../../../server/cli/usage.ts';
import { fillSample } from '../../../server/sample/fill-sample.ts';
import { openRemoval } from '../../../server/storage/device-removals.ts';
import { systemClock, systemIds } from '../../../server/system.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { memorySqlite, testPasswords } from './support/test-server.ts';

const projectFolder = path.join(import.meta.dirname, '../../..');
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ferry-commands-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command as its own process; what it printed, or how it complained. */
async function spawned(...args: string[]): Promise<string> {
  const all = ['server/index.ts', ...args, '--db', path.join(folder, 'firm.db')];
  const { stdout, stderr } = await run(process.execPath, all, { cwd: projectFolder }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  return stdout + stderr;
}

async function command(name: string, ...args: string[]): Promise<string> {
  const lines: string[] = [];
  const found = commands[name];
  if (!found) throw new Error(`There is no command ${name}.`);
  await runCommand(found, [...args, '--db', path.join(folder, 'firm.db')], (line) => lines.push(line));
  return lines.join('\n');
}

describe('the commands of an operator', () => {
  it('create a firm with its first owner, add people, and end their access', async () => {
    const created = await spawned(
      'create-firm',
      '--name',
      'Nord',
      '--owner-name',
      'Ana',
      '--owner-email',
      'Ana@Nord.test',
    );
    expect(created).toMatch(/password: \S{12,}.*\nfirm \S+ created/);
    const added = await command('add-person', '--name', 'Ben', '--email', 'ben@nord.test', '--role', 'readOnly');
    expect(added).toMatch(/person \S+ added/);
    expect(await command('revoke', '--email', 'ana@nord.test')).toBe('0 sessions ended');
    await command('remove-person', '--email', 'BEN@nord.test');
    const people = await command('people');
    expect(people).toMatch(/owner {2}active {2}ana@nord\.test {2}Ana/);
    expect(people).toMatch(/readOnly {2}removed {2}ben@nord\.test {2}Ben/);
  });

  it('request the removal of data on a device, in the name of an owner, and report its progress', async () => {
    const storage = await memorySqlite(path.join(folder, 'firm.db'));
    const dependencies = { storage, clock: systemClock, ids: systemIds, passwords: testPasswords };
    const accounts = createAccounts(dependencies);
    await accounts.setPassword('ana@nord.test', 'a long password');
    const sessions = createSessions({ ...dependencies, throttle: createSignInThrottle(dependencies) });
    const deviceId = systemIds.next();
    const typed = { email: 'ana@nord.test', password: 'a long password', deviceId, deviceName: 'laptop' };
    const { token } = await sessions.signIn(typed, '127.0.0.1');
    const ask = (by: string, device: string) => command('remove-device-data', '--by', by, '--device', device);

    await expect(ask('ben@nord.test', deviceId)).rejects.toThrow(/no owner/);
    await expect(ask('ana@nord.test', systemIds.next())).rejects.toThrow(/nobody signed in/);
    expect(await ask('ana@nord.test', deviceId)).toMatch(/^asked/);
    expect(await command('devices', '--email', 'ana@nord.test')).toMatch(/asked \S+ by Ana, not yet confirmed/);

    const [firm] = await accounts.firms();
    const session = { firmId: firm?.firmId ?? '', deviceId };
    const removal = await storage.transaction({ kind: 'operator', mode: 'read' }, (tx) => openRemoval(tx, session));
    await sessions.confirmRemoval(token, { removalId: removal?.removalId ?? '', keptChanges: 2 });
    const message = await command('devices', '--email', 'ana@nord.test');
    expect(message).toMatch(/signed out .*laptop\n.*by Ana, done \S+; 2 unsent changes are kept there/);
    await storage.dispose();
  });

  it('save the data and restore it', async () => {
    const file = path.join(folder, 'firm.gz');
    expect(await command('backup', '--to', file)).toMatch(/of 1 firm saved/);
    expect(await command('restore', '--from', file, '--replace')).toMatch(/restored under a new epoch/);
    expect(await command('rotate-epoch')).toMatch(/^1 firms/);
    expect(await command('prune')).toMatch(/^removed 0 acks/);
    expect(await command('people')).toMatch(/ana@nord\.test/);
  });

  it('report a mistake with the usage and without a stack trace', async () => {
    const complaint = await spawned('nonsense');
    expect(complaint).toMatch(/^There is no command nonsense\.\n\nFerry sync server/);
    expect(complaint).not.toMatch(/at .*\.ts:\d+/);
  });

  it('report an unsuitable value without a stack trace', async () => {
    const complaint = await spawned('remove-person', '--email', 'nobody@x.test');
    expect(complaint).toBe('Nobody has this email address.\n');
  });

  it.each([
    ['create-firm', ['--name', 'Half'], /--owner-name is missing/],
    ['add-person', ['--name', 'x', '--email', 'x@x.test', '--role', 'boss'], /--role is one of/],
    ['add-person', ['--name', 'x', '--email', 'nobody'], /email address/],
    ['add-person', ['--name', 'x', '--email', 'x@x.test', '--password', 'short'], /at least 10/],
    ['remove-person', ['--email', 'nobody@x.test'], /Nobody has/],
    ['people', ['--firm', 'none'], /No firm is none/],
    ['prune', ['--keep-acks', 'few'], /whole number/],
    ['people', ['--colour', 'red'], /--colour/],
  ])('%s with %j report the problem', async (name, args, complaint) => {
    const printed = await command(name, ...args).catch(complaintOf);
    expect(printed).toMatch(complaint);
  });
});

describe('the sample firm', () => {
  it('is the same every time, believable in size, and created once', async () => {
    const rows = await Promise.all(
      [0, 1].map(async () => {
        const storage = await memorySqlite();
        expect(await fillSample({ storage, passwords: testPasswords, log: quietLog })).toBe(true);
        expect(await fillSample({ storage, passwords: testPasswords, log: quietLog })).toBe(false);
        const records = await storage.transaction({ kind: 'operator', mode: 'read' }, (tx) =>
          tx.all<{ table_name: string }>('SELECT * FROM records ORDER BY table_name, record_id'),
        );
        await storage.dispose();
        return records;
      }),
    );
    expect(rows[0]).toEqual(rows[1]);
    const counts = Object.fromEntries(
      Object.entries(Object.groupBy(rows[0] ?? [], (row) => row.table_name)).map(([table, list]) => [
        table,
        list?.length,
      ]),
    );
    expect(counts).toEqual({ clients: 60, engagements: 150, tasks: 900 });
  });

  it('has an owner and a member of staff', async () => {
    const storage = await memorySqlite();
    await fillSample({ storage, passwords: testPasswords, log: quietLog });
    const accounts = createAccounts({ storage, clock: systemClock, ids: systemIds, passwords: testPasswords });
    const [firm] = await accounts.firms();
    const people = await accounts.people(firm?.firmId ?? '');
    expect(people.map(({ email, role }) => [email, role])).toEqual([
      ['owner@sample.test', 'owner'],
      ['staff@sample.test', 'staff'],
    ]);
    await storage.dispose();
  });
});
