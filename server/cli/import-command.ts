import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { NewChange } from '#app/contract/operations.ts';
import { type Change, MAX_BATCH_SIZE } from '#app/contract/protocol.ts';
import {
  createImportSession,
  defaultChoices,
  FileError,
  fileErrorText,
  type ImportSession,
  leftOutOf,
  type PlanSummary,
  reasonWords,
} from '#app/import/index.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { createText } from '#app/text/index.ts';
import { createSyncService } from '../core/sync-service.ts';
import { createLog } from '../log.ts';
import { readPage } from '../storage/records.ts';
import { systemClock, systemIds, yieldToLoop } from '../system.ts';
import { UsageError } from './arguments.ts';
import { type Command, type CommandContext, chooseFirm } from './command.ts';

const tables = ferrySchema.entities.map(({ table }) => table);
/** The command line is in English, as are all messages of the server. */
const text = createText('en');

/** The desk's import without a window: same reading, identity rules and plan. */
export const importCommands: Record<string, Command> = {
  import: {
    usage: `--by EMAIL ${tables.map((table) => `[--${table} FILE]`).join(' ')} [--firm FIRM] [--locale en-GB] [--update] [--create-parents] [--left-out FOLDER] [--dry-run]`,
    summary: 'lists of any program, in the name of a person; says what became of every line',
    kinds: {
      by: 'text',
      firm: 'text',
      locale: 'text',
      'left-out': 'text',
      update: 'flag',
      'create-parents': 'flag',
      'dry-run': 'flag',
      ...Object.fromEntries(tables.map((table) => [table, 'text' as const])),
    },
    async run(context) {
      const { given, accounts, print } = context;
      const firmId = await chooseFirm(context);
      const people = await accounts.people(firmId);
      const email = given.required('by');
      const person = people.find((one) => one.active && one.email.toLowerCase() === email.toLowerCase());
      if (person === undefined) throw new UsageError(`Nobody of the firm signs in as ${email}.`);
      const session = createImportSession({
        locale: localeOf(given.text('locale') ?? 'en-GB'),
        today: new Date(systemClock.nowMs()).toISOString().slice(0, 10),
        preferred: tables[0] ?? '',
        people,
        newId: () => systemIds.next(),
      });
      for (const table of tables) await openFile(session, table, given.text(table));
      if (session.sources().length === 0) throw new UsageError('Name at least one file.');
      await addKnown(context, firmId, session);
      const summary = plan(session, given.flag('create-parents'));
      report(summary, print);
      reportDays(session, print);
      const existing = given.flag('update') ? 'update' : 'skip';
      const updates = session.lines().filter(({ kind }) => kind === 'update').length;
      if (existing === 'skip' && updates > 0) {
        print(
          updates === 1
            ? '1 update is left out; --update saves it'
            : `${updates} updates are left out; --update saves them`,
        );
      }
      await saveLeftOut(session, given.text('left-out'), print);
      if (given.flag('dry-run')) return;
      const saved = await save(context, { firmId, personId: person.id }, session, existing);
      print(`${saved} ${saved === 1 ? 'change' : 'changes'} saved`);
    },
  },
};

function localeOf(name: string): string {
  try {
    return new Intl.Locale(name).toString();
  } catch {
    throw new UsageError(`${name} is no locale such as en-GB.`);
  }
}

async function openFile(session: ImportSession, table: string, file: string | undefined): Promise<void> {
  if (file === undefined) return;
  const before = session.sources().length;
  try {
    session.open(path.basename(file), new Uint8Array(await readFile(path.resolve(file))));
  } catch (thrown) {
    if (thrown instanceof FileError) throw new UsageError(`${file}: ${fileErrorText(thrown.code, text)}`);
    throw thrown;
  }
  // A workbook may contain several tables; for a file with one, the option names the table.
  const shown = session.sources().filter(({ sheet }, index) => index >= before && !sheet.isHidden);
  if (shown.length === 1) session.setTable(before, table);
}

async function addKnown({ storage }: CommandContext, firmId: string, session: ImportSession): Promise<void> {
  for (const table of tables) {
    const records = await storage.transaction({ kind: 'firm', firmId, mode: 'read' }, (tx) =>
      readPage(tx, firmId, table, { after: '', through: null }, Number.MAX_SAFE_INTEGER),
    );
    session.addKnown(
      table,
      records.flatMap(({ recordId, data, version, deleted }) => (deleted ? [] : [{ id: recordId, data, version }])),
    );
  }
}

function plan(session: ImportSession, createsParents: boolean): PlanSummary {
  const choices = { ...defaultChoices, createsParents, values: new Map(), keepsBadCells: true, identity: {} };
  const planning = session.plan(choices);
  for (;;) {
    const step = planning.next();
    if (step.done) return step.value;
  }
}

function report({ counts, broken, cellsInNotes }: PlanSummary, print: (line: string) => void): void {
  for (const [table, ofTable] of Object.entries(counts)) {
    const kinds = Object.entries(ofTable).map(([kind, count]) => `${count} ${kind}`);
    print(`${table}: ${kinds.join(', ')}`);
  }
  if (broken.length > 0) print(text.t('import.kind.broken', { count: broken.length }));
  if (cellsInNotes > 0) print(text.t('import.cellsInNotes', { count: cellsInNotes }));
}

const FIRST = { dmy: 'the day', mdy: 'the month', ymd: 'the year' } as const;

/** The window asks what is first in a day where no cell shows it; here the guess is said. */
function reportDays(session: ImportSession, print: (line: string) => void): void {
  for (const [index, { sheet, columnFormats }] of session.sources().entries()) {
    for (const [column, { isOrderOpen, order, examples }] of columnFormats.dates) {
      if (!isOrderOpen) continue;
      const place = `${session.sourceTitle(index)}, ${sheet.headers[column] ?? ''}`;
      print(`${place}: in ${examples[0] ?? ''} ${FIRST[order]} is first; --locale may change it`);
    }
  }
}

async function saveLeftOut(session: ImportSession, folder: string | undefined, print: (line: string) => void) {
  const files = leftOutOf(session, reasonWords(text, session.sourceTitle));
  const count = files.reduce((sum, file) => sum + file.count, 0);
  if (count === 0) return;
  if (folder === undefined) {
    print(
      count === 1
        ? '1 line is left out, or not whole; --left-out FOLDER saves it with its reason'
        : `${count} lines are left out, or not whole; --left-out FOLDER saves them with their reasons`,
    );
    return;
  }
  await mkdir(path.resolve(folder), { recursive: true });
  for (const { name, bytes } of files) {
    const file = path.resolve(folder, text.t('import.leftOutName', { name }));
    await writeFile(file, bytes);
    print(`left out: ${file}`);
  }
}

/** Sends the changes as one of the person's desks would, a round at a time. @throws if the server refuses one */
async function save(
  { storage }: CommandContext,
  { firmId, personId }: { firmId: string; personId: string },
  imported: ImportSession,
  existing: 'skip' | 'update',
): Promise<number> {
  const log = createLog('warn');
  const sync = createSyncService({
    storage,
    schema: ferrySchema,
    clock: systemClock,
    ids: systemIds,
    log,
    yieldToLoop,
  });
  const session = { firmId, personId, role: 'owner', deviceId: systemIds.next() } as const;
  const request = { deviceId: session.deviceId, schema: ferrySchema.version, cursor: 0, ackedThrough: 0, limit: 1 };
  let { ticket, epoch, round } = await sync.sync(session, {
    ...{ ...request, unanswered: [], ticket: null, epoch: null, round: 1, changes: [] },
  });
  let saved = 0;
  for (;;) {
    const changes = imported.changes(saved, MAX_BATCH_SIZE, existing).map(toChange);
    if (changes.length === 0) return saved;
    const answer = await sync.sync(session, { ...request, unanswered: [], ticket, epoch, round: round + 1, changes });
    const refused = answer.acks.find(({ outcome }) => outcome === 'rejected');
    if (refused) throw new Error(`after ${saved} changes, one was refused: ${refused.code}`);
    ({ ticket, epoch, round } = answer);
    saved += changes.length;
  }
}

function toChange({ table, operation, recordId, data, seen }: NewChange): Change {
  return {
    ...{ changeId: systemIds.next(), table, operation, recordId, data },
    ...(seen === undefined ? { baseVersion: 0 } : { base: seen.base, baseVersion: seen.baseVersion }),
    schemaVersion: ferrySchema.version,
    createdAt: systemClock.nowMs(),
  };
}
