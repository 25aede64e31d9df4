import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../../../server/cli/command.ts';
import { commands } from '../../../server/cli/usage.ts';

const firm500 = path.join(import.meta.dirname, '../../fixtures/files/firm500-clean');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ferry-import-'));
  await command('create-firm', '--name', 'Nord', '--owner-name', 'Samir Haddad', '--owner-email', 'sam@nord.test');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function command(name: string, ...args: string[]): Promise<string> {
  const lines: string[] = [];
  const found = commands[name];
  if (!found) throw new Error(`There is no command ${name}.`);
  await runCommand(found, [...args, '--db', path.join(folder, 'firm.db')], (line) => lines.push(line));
  return lines.join('\n');
}

const wholeFirm = ['clients', 'engagements', 'tasks'].flatMap((table) => [
  `--${table}`,
  path.join(firm500, `${table}.csv`),
]);

it('imports a whole firm, and recognises it the second time', async () => {
  const first = await command('import', '--by', 'sam@nord.test', ...wholeFirm);
  expect(first).toContain('clients: 500 new');
  expect(first).toContain('engagements: 500 new');
  expect(first).toContain('tasks: 1500 new');
  expect(first).toContain('2500 changes saved');
  const again = await command('import', '--by', 'sam@nord.test', ...wholeFirm);
  expect(again).toContain('tasks: 1500 same');
  expect(again).toContain('0 changes saved');
});

it('reports omitted lines, and saves them with their reason', async () => {
  const file = path.join(folder, 'clients.csv');
  await writeFile(file, 'Name,Email\nGood,g@good.test\n"Open,o@open.test\n');
  const out = path.join(folder, 'out');
  const output = await command('import', '--by', 'sam@nord.test', '--clients', file, '--left-out', out);
  expect(output).toContain('1 line could not be read');
  expect(output).toContain('1 change saved');
  const [name = ''] = await readdir(out);
  expect(await readFile(path.join(out, name), 'utf8')).toContain('A quote is opened and not closed.');
});

it('refuses a file that is no list, with advice', async () => {
  const file = path.join(folder, 'page.csv');
  await writeFile(file, '<html><body>Please sign in</body></html>');
  await expect(command('import', '--by', 'sam@nord.test', '--clients', file)).rejects.toThrow(/This is a web page/);
  await expect(command('import', '--by', 'no@nord.test', '--clients', file)).rejects.toThrow(/Nobody of the firm/);
});

it('says what it does not change without --update, and how it reads ambiguous days', async () => {
  const file = path.join(folder, 'known.csv');
  await writeFile(file, 'Name,Email,City\nGood,g@good.test,Leeds\n');
  const known = await command('import', '--by', 'sam@nord.test', '--clients', file);
  expect(known).toContain('1 update is left out; --update saves it');
  const days = path.join(folder, 'days.csv');
  await writeFile(days, 'Title,Client,Due date\nA,Good,03/04/2027\n');
  const read = await command('import', '--by', 'sam@nord.test', '--engagements', days, '--dry-run');
  expect(read).toContain('days.csv, Due date: in 03/04/2027 the day is first; --locale may change it');
});
