import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import BetterSqlite3 from 'better-sqlite3';
import { putsOf, readJournal } from '#app/store/outbox-journal/read.ts';
import { decodeRecords, encodeRecord } from '#app/store/outbox-journal/record-codec.ts';
import { outboxJournalOf } from '#app/sync/desk.ts';
import { aDesk } from '../support/desk.ts';
import { startFirmServer } from '../support/firm-server.ts';

/** The fewest saves before each kill. */
export const SAVES_A_KILL = 20;
const ID_LENGTH = 36;
const WRITER = path.join(import.meta.dirname, 'writer.ts');

export interface KillResult {
  kills: number;
  /** Changes that were saved in all, reported or not. */
  saved: number;
}

/**
 * Kills a process that writes and syncs, over and over on one data file, and looks at the file after each.
 * @throws AssertionError where the file is damaged, a change that was reported as saved is missing, or one was applied twice.
 */
export async function runKillLoop(
  kills: number,
  random: () => number,
  onKill?: (count: number) => void,
): Promise<KillResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-kill-'));
  const file = path.join(folder, 'ferry.db');
  const server = await startFirmServer();
  try {
    await server.write([
      { table: 'clients', recordId: 'c-1', data: { name: 'Nordwind' } },
      { table: 'engagements', recordId: 'e-1', data: { title: 'Audit', clientId: 'c-1' } },
      { table: 'tasks', recordId: 't-1', data: { title: 'Count', engagementId: 'e-1', minutesSpent: 0 } },
    ]);
    const first = await aDesk('ana', { server, file });
    await first.syncWell();
    const session = first.session();
    await first.dispose();

    const savedIds = new Set<string>();
    for (let count = 1; count <= kills; count += 1) {
      await writeUntilKilled([file, server.url, JSON.stringify(session)], random() * 500, savedIds);
      checkFile(file, savedIds);
      checkJournal(file, savedIds);
      onKill?.(count);
    }

    const last = await aDesk('ana', { server, file, sessionOf: { session: () => session } });
    await last.syncWell();
    const saved = countSaved(file);
    strictEqual(last.visible('tasks', 't-1')?.minutesSpent, saved, 'the sum of all saved edits, each once');
    last.expectFold();
    await last.dispose();
    return { kills, saved };
  } finally {
    await server.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Kills `delayMs` after the writer has saved so much, however slow the machine is, that a kill has something to lose; what it
 * reported until then is added to `savedIds`.
 */
async function writeUntilKilled(args: string[], delayMs: number, savedIds: Set<string>): Promise<void> {
  const child = spawn(process.execPath, [WRITER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  let saves = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    // The last line may have been cut by the kill.
    if (line.length !== ID_LENGTH) continue;
    savedIds.add(line);
    saves += 1;
    if (saves === SAVES_A_KILL) setTimeout(() => child.kill('SIGKILL'), delayMs);
  }
  await exit;
  expectKilled(child);
  ok(saves >= SAVES_A_KILL, `${saves} saves before the kill`);
}

function expectKilled(child: ChildProcess): void {
  strictEqual(child.signalCode, 'SIGKILL', 'the writer works until it is killed');
}

/** Every change that was reported as saved and has no answer is in its second copy, too. */
function checkJournal(file: string, savedIds: ReadonlySet<string>): void {
  const connection = new BetterSqlite3(file, { readonly: true });
  const waiting = connection
    .prepare(`SELECT change_id FROM sync_queue WHERE synced = 0 AND state IN ('pending', 'sent', 'parked')`)
    .all() as { change_id: string }[];
  const state = connection.prepare(`SELECT value FROM sync_state WHERE key = 'outboxJournal'`).pluck().get();
  connection.close();
  const journaled = journaledIds(outboxJournalOf(file), JSON.parse(String(state)).seq);
  deepStrictEqual(
    waiting.map((row) => row.change_id).filter((changeId) => savedIds.has(changeId) && !journaled.has(changeId)),
    [],
    'every change that was reported as saved is in the journal',
  );
}

/**
 * The unacknowledged changes as of a transaction. A record is written before its COMMIT, so a kill between the two leaves
 * one that the database does not know; it may end changes that still wait there.
 */
function journaledIds(journal: string, seq: number): Set<string> {
  const { records } = decodeRecords(readFileSync(journal));
  const committed = records.filter((record) => record.seq <= seq).map(encodeRecord);
  return new Set(putsOf(readJournal(Buffer.concat(committed)).facts.values()).map(({ changeId }) => changeId));
}

function checkFile(file: string, savedIds: ReadonlySet<string>): void {
  const connection = new BetterSqlite3(file);
  const [check] = connection.pragma('integrity_check') as { integrity_check: string }[];
  strictEqual(check?.integrity_check, 'ok');
  const rows = connection.prepare('SELECT change_id FROM sync_queue').all() as { change_id: string }[];
  connection.close();
  const kept = new Set(rows.map((row) => row.change_id));
  deepStrictEqual(
    [...savedIds].filter((changeId) => !kept.has(changeId)),
    [],
    'every change that was reported as saved is there',
  );
}

/** Edits as they were saved: a change that carries others is none of its own. */
function countSaved(file: string): number {
  const connection = new BetterSqlite3(file, { readonly: true });
  const row = connection
    .prepare(
      `SELECT count(*) AS total FROM sync_queue
       WHERE change_id NOT IN (SELECT coalesced_into FROM sync_queue WHERE coalesced_into IS NOT NULL)`,
    )
    .get() as { total: number };
  connection.close();
  return row.total;
}
